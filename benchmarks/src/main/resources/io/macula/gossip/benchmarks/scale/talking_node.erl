%% What TalkingNode is, as a BEAM node. os:perf_counter/1 is CLOCK_MONOTONIC on Linux.
-module(talking_node).
-export([run/0]).

-define(SENDERS, 8).

run() ->
    [spawn(fun() -> register(name("sink-", I), self()), sink(name("acks-", I), 0) end) || I <- lists:seq(1, ?SENDERS)],
    spawn(fun() -> register(echo, self()), echo() end),
    say("ready"),
    read().

read() ->
    case io:get_line("") of
        eof -> init:stop();
        Line -> obey(string:lexemes(string:trim(Line), " ")), read()
    end.

obey(["connect", Node]) ->
    say("connect " ++ atom_to_list(net_kernel:connect_node(list_to_atom(Node))));
obey(["send", Node, Size, Senders, Warm, Millis]) ->
    spawn(fun() -> rate("send", fun sender/4, Node, Size, Senders, Warm, Millis) end);
obey(["call", Node, Size, Callers, Warm, Millis]) ->
    spawn(fun() -> rate("call", fun caller/4, Node, Size, Callers, Warm, Millis) end).

%% What all have done between Warm and Warm + Millis, and how long each took that was timed
rate(What, Each, Node, Size, Number, Warm, Millis) ->
    Self = self(),
    Begin = now_ns() + list_to_integer(Warm) * 1000000,
    End = Begin + list_to_integer(Millis) * 1000000,
    Data = binary:copy(<<"x">>, list_to_integer(Size)),
    Count = list_to_integer(Number),
    [spawn_link(fun() -> Self ! Each(list_to_atom(Node), I, Data, {Begin, End}) end) || I <- lists:seq(1, Count)],
    Results = [receive {Done, Times} -> {Done, Times} end || _ <- lists:seq(1, Count)],
    Times = lists:sort(lists:append([T || {_, T} <- Results])),
    Done = lists:sum([D || {D, _} <- Results]),
    say(io_lib:format("~s ~b ~b ~b", [What, Done * 1000 div list_to_integer(Millis), at(Times, 0.5), at(Times, 0.99)])).

at([], _) -> 0;
at(Sorted, Part) -> lists:nth(max(1, trunc(length(Sorted) * Part)), Sorted).

%% As many as the window go ahead of what the sink has acknowledged
sender(Node, I, Data, Time) ->
    register(name("acks-", I), self()),
    Window = window(byte_size(Data)),
    Result = send({name("sink-", I), Node}, Data, Window, Window, ack_every(byte_size(Data)), 0, Time),
    unregister(name("acks-", I)),
    Result.

send(To, Data, 0, Window, Every, Done, {Begin, End} = Time) ->
    receive _Ack -> ok after 5000 -> exit(lost) end,
    case now_ns() of
        Now when Now >= End -> drain(Window div Every - 1), {Done, []};
        Now when Now >= Begin -> send(To, Data, Every, Window, Every, Done + Every, Time);
        _ -> send(To, Data, Every, Window, Every, Done, Time)
    end;
send(To, Data, Left, Window, Every, Done, Time) ->
    To ! Data,
    send(To, Data, Left - 1, Window, Every, Done, Time).

drain(0) -> ok;
drain(Left) -> receive _Ack -> drain(Left - 1) after 5000 -> exit(lost) end.

caller(Node, _, Data, Time) ->
    call({echo, Node}, Data, Time, 0, []).

call(To, Data, {Begin, End} = Time, Done, Times) ->
    Before = now_ns(),
    _ = gen_server:call(To, Data),
    case now_ns() of
        Now when Now >= End -> {Done, Times};
        Now when Now >= Begin -> call(To, Data, Time, Done + 1, [Now - Before | Times]);
        _ -> call(To, Data, Time, Done, Times)
    end.

sink(Acks, Count) ->
    receive
        Data when (Count + 1) rem 100 =:= 0; byte_size(Data) > 20971 ->
            case (Count + 1) rem ack_every(byte_size(Data)) of
                0 -> {Acks, other()} ! ack;
                _ -> ok
            end;
        _ -> ok
    end,
    sink(Acks, Count + 1).

echo() ->
    receive
        {'$gen_call', From, _} -> gen_server:reply(From, ok)
    end,
    echo().

other() ->
    hd(nodes(connected)).

window(Size) -> 4 * ack_every(Size).

ack_every(Size) -> max(1, min(100, 2097152 div Size)).

name(Prefix, I) -> list_to_atom(Prefix ++ integer_to_list(I)).

now_ns() -> os:perf_counter(nanosecond).

say(What) -> io:format("@~b ~s~n", [now_ns(), What]).
