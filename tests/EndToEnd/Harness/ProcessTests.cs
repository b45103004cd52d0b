using System.Net;
using System.Net.Sockets;
using Pdp.Story;
using Pdp.Story.Processes;

namespace Pdp.EndToEnd.Harness;

/// <summary>The story sees what its processes do, and none outlives it.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ports_of_a_process_are_those_it_listens_on_and_no_others()
    {
        await using var scratch = new Scratch();
        using var ours = new TcpListener(IPAddress.Loopback, 0);
        ours.Start();
        var (process, port) = await scratch.BackendAsync("one", Ct);

        Assert.Equal([port], await Listeners.PortsAsync(process.Id, Ct));
        Assert.Contains(((IPEndPoint)ours.LocalEndpoint).Port, await Listeners.PortsAsync(Environment.ProcessId, Ct));
    }

    [Fact]
    public async Task A_process_that_ends_before_it_is_ready_is_told_with_its_last_words()
    {
        await using var scratch = new Scratch();
        var process = scratch.Start(new ChildProcessOptions("broken", Programs.Standin, ["no-such-role"], scratch.Directory));

        var failure = await Assert.ThrowsAsync<StoryException>(() => process.LineAsync("ready", Limit, Ct));

        Assert.Contains("ended with code 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No such role", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_asked_ends_by_itself_and_its_log_stays()
    {
        await using var scratch = new Scratch();
        var (process, _) = await scratch.BackendAsync("one", Ct);

        Assert.Equal(0, await process.StopAsync(Ct));

        Assert.Contains("inventory one: stopped", await File.ReadAllTextAsync(process.Log.Path, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guard_ends_what_is_left_when_its_pipe_closes_and_spares_what_was_forgotten()
    {
        await using var scratch = new Scratch();
        var guard = new OrphanGuard();
        await using var left = ChildProcess.Start(Sleeper(scratch, "left"), guard);
        await using var forgotten = ChildProcess.Start(Sleeper(scratch, "forgotten"), guard);
        guard.Remove(forgotten.Id);

        guard.Dispose();

        await Poll.UntilTrueAsync("the guarded process to end", () => Task.FromResult(left.HasExited), Limit, Ct);
        Assert.False(forgotten.HasExited);
    }

    private static ChildProcessOptions Sleeper(Scratch scratch, string name) => new(name, "/bin/sleep", ["300"], scratch.Directory);
}
