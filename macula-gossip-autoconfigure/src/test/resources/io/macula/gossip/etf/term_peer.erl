%% The OTP side of OtpRoundTripTests. It is driven over standard input and output, each
%% message with its length in four bytes before it, and uses no network.
-module(term_peer).

-export([main/0, plus/2]).

main() ->
    Port = open_port({fd, 0, 1}, [binary, {packet, 4}, eof]),
    loop(Port, none).

loop(Port, Kept) ->
    receive
        {Port, {data, Request}} ->
            {Answer, Next} =
                try
                    answer(Request, Kept)
                catch
                    _:Reason -> {[$n, io_lib:format("~0p", [Reason])], Kept}
                end,
            port_command(Port, Answer),
            loop(Port, Next);
        {Port, eof} ->
            halt()
    end.

%% Decode the term, and encode it again as this OTP does.
answer(<<"again", Encoded/binary>>, Kept) ->
    {[$y, term_to_binary(binary_to_term(Encoded))], Kept};
%% Make a term, keep it, and encode it in one of the ways there are.
answer(<<"make ", Seed:32, Way>>, _Kept) ->
    rand:seed(exsss, Seed),
    Term = term(4),
    {[$y, term_to_binary(Term, lists:nth(1 + Way rem length(ways()), ways()))], {term, Term}};
%% Compare with the term that was kept.
answer(<<"same ", Encoded/binary>>, {term, Kept}) ->
    case binary_to_term(Encoded) of
        Kept -> {[$y], {term, Kept}};
        Other -> {[$n, io_lib:format("~0p is not ~0p", [Other, Kept])], {term, Kept}}
    end;
%% Read Erlang's notation, and compare it with the encoded term.
answer(<<"text ", Length:32, Encoded:Length/binary, Text/binary>>, Kept) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(<<Text/binary, ".">>)),
    {ok, Parsed} = erl_parse:parse_term(Tokens),
    case binary_to_term(Encoded) of
        Parsed -> {[$y], Kept};
        Other -> {[$n, io_lib:format("~0p is not ~0p", [Parsed, Other])], Kept}
    end.

ways() ->
    [[], [{minor_version, 0}], [{minor_version, 1}], [{minor_version, 2}],
     [compressed], [{compressed, 9}, {minor_version, 2}], [{compressed, 1}, {minor_version, 0}]].

plus(A, B) -> A + B.

term(Depth) ->
    case rand:uniform(24) of
        1 -> integer();
        2 -> integer();
        3 -> big();
        4 -> (rand:uniform() - 0.5) * math:pow(10, rand:uniform(600) - 300);
        5 -> lists:nth(rand:uniform(6), [0.0, 1.0, -1.5, 1.7976931348623157e308, 5.0e-324, 2.2250738585072014e-308]);
        6 -> atom();
        7 -> atom();
        8 -> rand:bytes(rand:uniform(40) - 1);
        9 -> bits();
        10 -> [rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(50))];
        11 -> [rand:uniform(5000) || _ <- lists:seq(1, rand:uniform(20))];
        12 -> binary:copy(<<"abc">>, rand:uniform(2000));
        13 -> pid();
        14 -> port();
        15 -> reference();
        16 -> lists:nth(rand:uniform(3), [fun lists:map/2, fun term_peer:plus/2, fun 'no such':'füñ'/255]);
        17 -> function(Depth);
        18 -> list_to_tuple([rand:uniform(9) || _ <- lists:seq(1, 250 + rand:uniform(20))]);
        N when Depth =:= 0 -> N;
        19 -> [term(Depth - 1) || _ <- lists:seq(1, rand:uniform(6) - 1)];
        20 -> list_to_tuple([term(Depth - 1) || _ <- lists:seq(1, rand:uniform(6) - 1)]);
        21 -> maps:from_list([{term(Depth - 1), term(Depth - 1)} || _ <- lists:seq(1, rand:uniform(6) - 1)]);
        22 -> maps:from_list([{integer(), term(0)} || _ <- lists:seq(1, rand:uniform(60))]);
        23 -> [term(Depth - 1), term(Depth - 1) | term(Depth - 1)];
        24 -> #{node => atom(), term(Depth - 1) => [term(Depth - 1)]}
    end.

integer() ->
    Bits = rand:uniform(70) - 1,
    Edge = 1 bsl Bits,
    lists:nth(rand:uniform(5), [Edge, -Edge, Edge - 1, -Edge - 1, rand:uniform(Edge)]).

big() ->
    Bits = 8 * lists:nth(rand:uniform(4), [9, 20, 255, 300]) + rand:uniform(3) - 2,
    lists:nth(rand:uniform(3), [1 bsl Bits, -(1 bsl Bits) + 1, -rand:uniform(1 bsl Bits)]).

atom() ->
    case rand:uniform(5) of
        1 -> list_to_atom([$a + rand:uniform(26) - 1 || _ <- lists:seq(1, rand:uniform(10))]);
        2 -> list_to_atom([rand:uniform(255) || _ <- lists:seq(1, rand:uniform(20) - 1)]);
        3 -> list_to_atom([character() || _ <- lists:seq(1, rand:uniform(30))]);
        4 -> lists:nth(rand:uniform(6), [true, false, undefined, nil, '', node()]);
        5 -> list_to_atom(lists:duplicate(lists:nth(rand:uniform(3), [127, 128, 255]), character()))
    end.

character() ->
    lists:nth(rand:uniform(6), [$z, $é, $я, $中, 16#1F600, 16#10FFFF]).

bits() ->
    Size = rand:uniform(200) - 1,
    <<Bits:Size/bits, _/bits>> = rand:bytes(26),
    Bits.

pid() ->
    Serial = rand:uniform(1 bsl 13) - 1,
    case rand:uniform(3) of
        1 -> self();
        2 -> foreign(88, <<(rand:uniform(1 bsl 15) - 1):32, Serial:32, (rand:uniform(1 bsl 32) - 1):32>>);
        3 -> foreign(88, <<(rand:uniform(1 bsl 28) - 1):32, 0:32, 1:32>>)
    end.

port() ->
    case rand:uniform(3) of
        1 -> hd(erlang:ports());
        2 -> foreign(89, <<(rand:uniform(1 bsl 28) - 1):32, (rand:uniform(1 bsl 32) - 1):32>>);
        3 -> foreign(120, <<(rand:uniform(1 bsl 64) - 1):64, (rand:uniform(1 bsl 32) - 1):32>>)
    end.

reference() ->
    case rand:uniform(3) of
        1 -> make_ref();
        2 -> alias_reference();
        3 ->
            Words = << <<(rand:uniform(1 bsl 18) - 1):32>> || _ <- lists:seq(1, 3) >>,
            binary_to_term(<<131, 90, 3:16, (name())/binary, 77:32, Words/binary>>)
    end.

alias_reference() ->
    Alias = alias(),
    unalias(Alias),
    Alias.

foreign(Tag, Numbers) ->
    binary_to_term(<<131, Tag, (name())/binary, Numbers/binary>>).

name() ->
    Name = lists:nth(rand:uniform(3), [<<"other@10.0.0.7">>, <<"b@host">>, <<"füñ@host"/utf8>>]),
    <<119, (byte_size(Name)), Name/binary>>.

function(Depth) ->
    Inner = term(max(0, Depth - 1)),
    Another = integer(),
    lists:nth(rand:uniform(3), [fun() -> Inner end, fun(A, B) -> {A, B, Inner, Another} end, fun plus/2]).
