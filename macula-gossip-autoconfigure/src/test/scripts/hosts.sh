#!/usr/bin/env bash
# Several hosts on one machine: network namespaces, joined by veth pairs to bridges that
# have a namespace of their own, so that nothing touches the machine's own network and
# nothing leaves it. Needs Linux, root, ip and nft. Every command can be repeated.
#
#   hosts.sh PREFIX check                      say what is missing here, if anything
#   hosts.sh PREFIX up N [--ipv4|--ipv6|--both|--link-local] [--dad]
#                                              make hosts 1 to N on LAN 1, or those that are not there yet
#   hosts.sh PREFIX down                       delete everything with this prefix
#   hosts.sh PREFIX exec HOST COMMAND…         run a command on a host
#
#   hosts.sh PREFIX partition "1 2" "3 4 5"…   drop what goes from one group to another
#   hosts.sh PREFIX drop-from FROM TO          drop what goes from one host to another, one way
#   hosts.sh PREFIX loss N                     drop one in N packets that come to a host, at random
#   hosts.sh PREFIX loss-to "1 2 3" PERCENT    drop that many in a hundred packets that come to each of these
#   hosts.sh PREFIX no-multicast HOST|all      have the switch carry no multicast from and to a host
#   hosts.sh PREFIX filter-multicast HOST      have the host's own firewall drop the multicast that comes in
#   hosts.sh PREFIX heal                       undo these six
#
#   hosts.sh PREFIX link-down HOST [DEVICE]    take a device down on the host: eth0, or lo
#   hosts.sh PREFIX link-up HOST [DEVICE]
#   hosts.sh PREFIX unplug HOST [LAN]          delete the host's device on LAN 1 or another
#   hosts.sh PREFIX plug HOST [LAN]            make it, with the addresses that it had before, if it had any
#   hosts.sh PREFIX replug HOST [LAN]          both: the device's index is another one then
#   hosts.sh PREFIX address HOST NEW           replace the address of that family on eth0
#   hosts.sh PREFIX add-address HOST NEW       add one
#
# Host 3 is 10.77.0.3/24 and fd77::3/64 with eth0 on LAN 1, 10.78.0.3 and fd78::3 with
# eth1 on LAN 2, and so on. It has no route but those of its LANs. Link-local addresses
# follow from the number of the host too. With --dad IPv6 looks for a duplicate of each
# address before it is used, which takes a second or two, as in real life.
set -euo pipefail

fail() {
	echo "hosts.sh: $*" >&2
	exit 1
}

[ $# -ge 2 ] || fail "usage: hosts.sh PREFIX COMMAND…, see the head of this file"
prefix=$1
command=$2
shift 2
[[ $prefix =~ ^[A-Za-z0-9-]+$ ]] || fail "'$prefix' is no prefix: letters, digits and dashes"
lan="$prefix-lan"

exists() {
	[ -e "/run/netns/$1" ]
}

host() {
	[[ ${1:-} =~ ^[1-9][0-9]{0,2}$ ]] && [ "$1" -le 254 ] || fail "'${1:-}' is no number of a host"
	exists "$prefix-h$1" || fail "there is no host $1: up more of them first"
	echo "$prefix-h$1"
}

hosts() {
	ip netns list | sed -nE "s/^$prefix-h([0-9]+)( .*)?$/\1/p" | sort -n
}

device() {
	echo "eth$((${1:-1} - 1))"
}

# The name of the switch's port: a host's on all LANs if no LAN is given.
port() {
	echo "h$1-lan${2:-*}"
}

# What is to be known of a namespace in later calls stands in the alias of its lo: no
# file outlives the namespace, and a deleted device forgets nothing.
recall() {
	ip -n "$1" -o link show lo | sed -nE 's/.*\\ +alias (.*)$/\1/p'
}

remember() {
	ip -n "$1" link set lo alias "$2"
}

addresses() {
	local word
	for word in $(recall "$1"); do
		[ "${word%%=*}" != "$2" ] || echo "${word#*=}"
	done
}

put_address() {
	local options=()
	if [[ $3 != *:* ]]; then
		options=(broadcast +)
	elif [[ " $(recall "$lan") " != *" --dad "* ]]; then
		options=(nodad)
	fi
	ip -n "$1" address replace "$3" dev "$2" "${options[@]}"
}

put_addresses() {
	local address
	for address in $(addresses "$1" "$2"); do
		put_address "$1" "$2" "$address"
	done
}

has_device() {
	ip -n "$1" link show "$2" >/dev/null 2>&1
}

make_namespace() {
	exists "$1" || ip netns add "$1"
	ip -n "$1" link set lo up
}

plug() {
	local number=$1 lan_number=${2:-1} name
	name=$(host "$number")
	[[ $lan_number =~ ^[1-9]$ ]] || fail "'$lan_number' is no number of a LAN: 1 to 9"
	local device bridge="lan$lan_number" families net=$((76 + lan_number))
	device=$(device "$lan_number")
	if ! has_device "$lan" "$bridge"; then
		ip -n "$lan" link add "$bridge" type bridge mcast_snooping 0
		ip -n "$lan" link set "$bridge" up
	fi
	if ! has_device "$name" "$device"; then
		ip link add "$device" netns "$name" address "$(printf 02:77:00:00:%02x:%02x "$lan_number" "$number")" \
			type veth peer name "$(port "$number" "$lan_number")" netns "$lan"
		ip -n "$lan" link set "$(port "$number" "$lan_number")" master "$bridge" up
	fi
	families=" $(recall "$lan") "
	if [ -z "$(addresses "$name" "$device")" ]; then
		local known
		known=$(recall "$name")
		[[ $families != *" --ipv4 "* && $families != *" --both "* ]] || known+=" $device=10.$net.0.$number/24"
		[[ $families != *" --ipv6 "* && $families != *" --both "* ]] || known+=" $device=fd$net::$number/64"
		remember "$name" "$known"
	fi
	link_up "$number" "$device"
}

unplug() {
	local name device
	name=$(host "$1")
	device=$(device "${2:-1}")
	if has_device "$name" "$device"; then
		ip -n "$name" link delete "$device"
	fi
}

link_up() {
	local name device=${2:-eth0}
	name=$(host "$1")
	ip -n "$name" link set "$device" up
	# The kernel takes IPv6 addresses away from a device that goes down.
	put_addresses "$name" "$device"
}

up() {
	local count=${1:-} families=--ipv4 dad= number name
	[[ $count =~ ^[1-9][0-9]{0,2}$ ]] && [ "$count" -le 254 ] || fail "up: '$count' is no number of hosts"
	shift
	while [ $# -gt 0 ]; do
		case $1 in
			--ipv4 | --ipv6 | --both | --link-local) families=$1 ;;
			--dad) dad=$1 ;;
			*) fail "up: unknown option '$1'" ;;
		esac
		shift
	done
	make_namespace "$lan"
	remember "$lan" "$families $dad"
	for number in $(seq "$count"); do
		name="$prefix-h$number"
		if ! exists "$name"; then
			make_namespace "$name"
			if [ -z "$dad" ]; then
				ip netns exec "$name" sh -c 'for conf in all default; do
					echo 0 >/proc/sys/net/ipv6/conf/$conf/accept_dad
					echo 0 >/proc/sys/net/ipv6/conf/$conf/dad_transmits
				done'
			fi
			plug "$number"
		fi
	done
}

# The switches first: with them every veth pair goes, whoever is still on a host.
down() {
	local name
	for name in $(ip netns list | sed -nE "s/^($prefix-(lan|check))( .*)?$/\1/p") $(hosts | sed "s/^/$prefix-h/"); do
		ip netns delete "$name"
	done
}

address_of() {
	case $1 in
		*[!0-9a-fA-F:.]* | '') fail "'$1' is no address" ;;
		*:*) echo "$1/64" ;;
		*) echo "$1/24" ;;
	esac
}

family() {
	[[ $1 == *:* ]] && echo inet6 || echo inet
}

change_address() {
	local replace=$1 name new old kept=
	name=$(host "$2")
	new=$(address_of "${3:-}")
	for old in $(recall "$name"); do
		if [ "$old" = "eth0=$new" ]; then
			continue
		elif $replace && [[ $old == eth0=* ]] && [ "$(family "$old")" = "$(family "$new")" ]; then
			ip -n "$name" address delete "${old#*=}" dev eth0
		else
			kept+="$old "
		fi
	done
	put_address "$name" eth0 "$new"
	remember "$name" "${kept}eth0=$new"
}

# A chain of its own for each kind of fault, where the bridges forward. The rules come
# from standard input; `flush` puts them in the place of earlier ones.
fault() {
	local chain=$1
	exists "$lan" || fail "there is no LAN: up some hosts first"
	{
		echo "add table bridge faults"
		echo "add chain bridge faults $chain { type filter hook forward priority 0; }"
		[ "${2:-}" != flush ] || echo "flush chain bridge faults $chain"
		sed "s/^/add rule bridge faults $chain /"
	} | ip netns exec "$lan" nft -f -
}

ports_of() {
	local number ports=
	for number in $1; do
		host "$number" >/dev/null
		ports+="\"$(port "$number")\", "
	done
	[ -n "$ports" ] || fail "a group without hosts"
	echo "{ ${ports%, } }"
}

partition() {
	local from to here there rules=()
	[ $# -ge 2 ] || fail "partition: two groups or more, such as \"1 2\" \"3 4 5\""
	for from in "$@"; do
		here=$(ports_of "$from")
		for to in "$@"; do
			there=$(ports_of "$to")
			[ "$from" = "$to" ] || rules+=("iifname $here oifname $there drop")
		done
	done
	printf '%s\n' "${rules[@]}" | fault partition flush
}

drop_from() {
	local from to
	from=$(ports_of "${1:-}")
	to=$(ports_of "${2:-}")
	echo "iifname $from oifname $to drop" | fault one_way
}

# At random, as what is lost in turn may always be the same node's. The kernel takes no seed.
loss() {
	[[ ${1:-} =~ ^[1-9][0-9]{0,3}$ ]] || fail "loss: '${1:-}' is no number of packets"
	echo "numgen random mod $1 == 0 counter drop" | fault loss flush
}

loss_to() {
	local ports chance=
	ports=$(ports_of "${1:-}")
	[[ ${2:-} =~ ^[0-9]{1,3}$ ]] && [ "$2" -le 100 ] || fail "loss-to: '${2:-}' is no percentage"
	[ "$2" = 100 ] || chance="numgen random mod 100 < $2"
	echo "oifname $ports $chance counter drop" | fault loss_to flush
}

# What IPv6 needs to find its neighbours is multicast as well, and stays.
no_multicast() {
	local which=${1:-} ports way
	[ "$which" != all ] || which=$(hosts)
	ports=$(ports_of "$which")
	for way in iifname oifname; do
		echo "$way $ports ip daddr 224.0.0.0/4 drop"
		echo "$way $ports ip6 daddr ff00::/8 ip6 nexthdr udp drop"
	done | fault multicast
}

filter_multicast() {
	local name
	name=$(host "${1:-}")
	ip netns exec "$name" nft -f - <<-'END'
		add table inet faults
		add chain inet faults input { type filter hook input priority 0; }
		flush chain inet faults input
		add rule inet faults input ip daddr 224.0.0.0/4 drop
		add rule inet faults input ip6 daddr ff00::/8 ip6 nexthdr udp drop
	END
}

heal() {
	local number
	delete_table "$lan" bridge
	for number in $(hosts); do
		delete_table "$prefix-h$number" inet
	done
}

delete_table() {
	if ip netns exec "$1" nft list table "$2" faults >/dev/null 2>&1; then
		ip netns exec "$1" nft delete table "$2" faults
	fi
}

check() {
	[ "$(uname -s)" = Linux ] || fail "network namespaces need Linux"
	[ "$(id -u)" = 0 ] || fail "network namespaces need root"
	command -v ip >/dev/null || fail "ip is missing: apt-get install iproute2"
	command -v nft >/dev/null || fail "nft is missing: apt-get install nftables"
	ip netns add "$prefix-check" 2>/dev/null || fail "network namespaces are not allowed here, even to root"
	trap 'ip netns delete "$prefix-check"' EXIT
	ip -n "$prefix-check" link add lan1 type bridge 2>/dev/null || fail "no bridge can be made here"
	ip -n "$prefix-check" link add eth0 type veth peer name h1-lan1 2>/dev/null || fail "no veth pair can be made here"
	ip netns exec "$prefix-check" nft -f - 2>/dev/null <<-'END' || fail "nft cannot filter here: the kernel lacks something or forbids it"
		add table bridge faults
		add chain bridge faults loss { type filter hook forward priority 0; }
		add rule bridge faults loss iifname "h1-*" numgen random mod 5 == 0 counter drop
		add table inet faults
		add chain inet faults input { type filter hook input priority 0; }
		add rule inet faults input ip daddr 224.0.0.0/4 drop
	END
}

case $command in
	check | up | down | partition | loss | heal | plug | unplug) "$command" "$@" ;;
	exec)
		name=$(host "${1:-}")
		shift
		exec ip netns exec "$name" "$@"
		;;
	drop-from) drop_from "$@" ;;
	loss-to) loss_to "$@" ;;
	no-multicast) no_multicast "$@" ;;
	filter-multicast) filter_multicast "$@" ;;
	link-down)
		name=$(host "${1:-}")
		ip -n "$name" link set "${2:-eth0}" down
		;;
	link-up) link_up "$@" ;;
	replug)
		unplug "$@"
		plug "$@"
		;;
	address) change_address true "$@" ;;
	add-address) change_address false "$@" ;;
	*) fail "unknown command '$command'" ;;
esac
