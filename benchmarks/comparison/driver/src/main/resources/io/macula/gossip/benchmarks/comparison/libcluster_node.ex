# A node of libcluster, that prints and obeys as NodeProgram does. :os.perf_counter/1 is
# CLOCK_MONOTONIC on Linux; the driver checks that it is.
defmodule :libcluster_node do
  def run(port) do
    {:ok, _} = Application.ensure_all_started(:logger)
    {:ok, _} = Application.ensure_all_started(:crypto)
    member = spawn(fn -> member(port) end)
    read(member)
  end

  defp member(port) do
    :ok = :net_kernel.monitor_nodes(true)
    say("ready")
    loop(port)
  end

  defp loop(port) do
    receive do
      {:nodeup, node} ->
        say("up " <> name(node))

      {:nodedown, node} ->
        say("down " <> name(node))

      "start\n" ->
        say("start")
        topology = [strategy: Cluster.Strategy.Gossip, config: [port: port]]
        {:ok, _} = Cluster.Supervisor.start_link([[comparison: topology]])
        say("started")

      "stop\n" ->
        say("stop")
        :init.stop()
    end

    loop(port)
  end

  defp read(member) do
    case IO.gets("") do
      :eof ->
        System.halt(0)

      line ->
        send(member, line)
        read(member)
    end
  end

  defp name(node), do: node |> Atom.to_string() |> String.split("@") |> hd()

  defp say(what), do: IO.puts("@#{:os.perf_counter(:nanosecond)} #{what}")
end

# Stands for the library that libcluster reports to, to which nobody listens here
defmodule :telemetry do
  def execute(_event, _measurements, _metadata), do: :ok
end
