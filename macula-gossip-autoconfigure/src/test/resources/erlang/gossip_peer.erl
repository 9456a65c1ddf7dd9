%% A BEAM node of a cluster, as macula_cluster_gossip and libcluster make it: announces
%% itself by multicast on the loopback interface, connects to what it hears, and prints
%% who comes and goes. Reads commands on standard input, a line each; ends with it.
-module(gossip_peer).
-export([start/4]).

-define(LOOPBACK, {127, 0, 0, 1}).

%% Format is macula or libcluster, Secret a binary or none.
start(Format, Group, Port, Secret) ->
    ok = net_kernel:monitor_nodes(true, [{node_type, all}]),
    {ok, Socket} = gen_udp:open(Port, [binary, {active, true}, {reuseaddr, true}, {multicast_ttl, 0},
                                       {multicast_loop, true}, {multicast_if, ?LOOPBACK},
                                       {add_membership, {Group, ?LOOPBACK}}]),
    Self = self(),
    spawn_link(fun() -> commands(Self) end),
    io:format("ready~n"),
    lists:foreach(fun up/1, nodes(connected)),
    self() ! announce,
    loop(Socket, {Group, Port}, Format, Secret).

loop(Socket, {Group, Port} = To, Format, Secret) ->
    receive
        announce ->
            ok = gen_udp:send(Socket, Group, Port, build(Format, Secret)),
            erlang:send_after(1500, self(), announce);
        {udp, Socket, _, _, Packet} ->
            hear(Format, catch parse(Format, Secret, Packet));
        {connected, Node} ->
            put({connected, Node}, true);
        {nodeup, Node, Info} ->
            visible(Info) andalso put({connected, Node}, true),
            up(Node);
        {nodedown, Node, Info} ->
            visible(Info) andalso erase({connected, Node}),
            erase({up, Node}),
            io:format("down ~s~n", [Node]);
        {command, Command} ->
            {ok, Tokens, _} = erl_scan:string(Command),
            {ok, Expressions} = erl_parse:parse_exprs(Tokens),
            {value, Value, _} = erl_eval:exprs(Expressions, []),
            io:format("=> ~0tp~n", [Value]);
        Message ->
            io:format("got ~0tp~n", [Message])
    end,
    loop(Socket, To, Format, Secret).

%% A node may link from when this one has its name: no message tells of those that did
%% before they were monitored, and one does of those that do while they are listed.
up(Node) ->
    put({up, Node}, true) =:= true orelse io:format("up ~s~n", [Node]).

%% After put(content, true) it connects to nobody, after put(content, false) to whom it has no link.
hear(Format, Node) when is_atom(Node), Node =/= node() ->
    Self = self(),
    content(get(content), Format, Node) orelse
        spawn(fun() -> net_kernel:connect_node(Node) =:= true andalso (Self ! {connected, Node}) end);
hear(_, _) ->
    ignored.

%% The original believes in a link until it is told of its end, and of hidden nodes it is told nothing.
content(undefined, macula, Node) -> get({connected, Node}) =:= true;
content(true, _, _) -> true;
content(_, _, Node) -> lists:member(Node, nodes(connected)).

visible(Info) ->
    proplists:get_value(node_type, Info) =:= visible.

build(macula, none) ->
    <<"MACULA_GOSSIP:", (atom_to_binary(node()))/binary>>;
build(macula, Secret) ->
    Content = build(macula, none),
    <<Content/binary, "|", (binary:encode_hex(crypto:mac(hmac, sha256, Secret, Content)))/binary>>;
build(libcluster, none) ->
    <<"heartbeat::", (term_to_binary(#{node => node()}))/binary>>;
build(libcluster, Secret) ->
    Start = crypto:strong_rand_bytes(16),
    Options = [{encrypt, true}, {padding, pkcs_padding}],
    [Start, crypto:crypto_one_time(aes_256_cbc, crypto:hash(sha256, Secret), Start, build(libcluster, none), Options)].

parse(macula, none, <<"MACULA_GOSSIP:", Rest/binary>>) ->
    binary_to_atom(hd(binary:split(Rest, <<"|">>)));
parse(macula, Secret, Packet) when Secret =/= none ->
    [<<"MACULA_GOSSIP:", Name/binary>> = Content, Digits] = binary:split(Packet, <<"|">>),
    true = crypto:mac(hmac, sha256, Secret, Content) =:= binary:decode_hex(Digits),
    binary_to_atom(Name);
parse(libcluster, none, <<"heartbeat::", Term/binary>>) ->
    #{node := Node} = binary_to_term(Term),
    Node;
parse(libcluster, Secret, <<Start:16/binary, Encrypted/binary>>) when Secret =/= none ->
    Options = [{encrypt, false}, {padding, pkcs_padding}],
    parse(libcluster, none, crypto:crypto_one_time(aes_256_cbc, crypto:hash(sha256, Secret), Start, Encrypted, Options)).

commands(Peer) ->
    case io:get_line("") of
        Line when is_list(Line); is_binary(Line) ->
            Peer ! {command, unicode:characters_to_list(Line)},
            commands(Peer);
        _ ->
            halt(0)
    end.
