%% A node of the original, that prints and obeys as NodeProgram does. os:perf_counter/1 is
%% CLOCK_MONOTONIC on Linux; the driver checks that it is.
-module(original_node).
-export([run/1]).

run(Port) ->
    Member = spawn(fun() -> member(Port) end),
    spawn(fun() -> read(Member) end).

member(Port) ->
    say("ready"),
    loop(Port).

loop(Port) ->
    receive
        {macula_cluster, nodeup, Node} -> say("up " ++ name(Node));
        {macula_cluster, nodedown, Node} -> say("down " ++ name(Node));
        "start\n" ->
            say("start"),
            {ok, _} = macula_cluster_gossip:start_link(#{port => Port, callback => self()}),
            say("started");
        "stop\n" ->
            say("stop"),
            init:stop()
    end,
    loop(Port).

read(Member) ->
    case io:get_line("") of
        eof -> init:stop();
        Line -> Member ! Line, read(Member)
    end.

name(Node) ->
    hd(string:split(atom_to_list(Node), "@")).

say(What) ->
    io:format("@~b ~s~n", [os:perf_counter(nanosecond), What]).
