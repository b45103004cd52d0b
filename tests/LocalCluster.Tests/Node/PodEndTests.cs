using System.Diagnostics;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Node.Processes;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Node;

/// <summary>How pods end, and that nothing of them stays behind.</summary>
public sealed class PodEndTests
{
    private const string Catalogue = """
        images:
        - image: shell
          overrides: command
          exec:
          - {match: "note*", command: [/bin/sh, -c, "echo hook > $HOME_FILE"]}
        """;

    [Fact]
    public async Task A_program_that_listens_ends_by_itself()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("good", """
            image: shell
            command: [/bin/sh, -c, "trap 'echo bye; exit 0' TERM; echo hello; while :; do sleep 0.05; done"]
            """));
        await cluster.UntilWrittenAsync("good");
        var reading = cluster.LogAsync("good", new PodLogOptions("main", Follow: true));
        cluster.Delete("pods", "good");
        Assert.True(cluster.Get("pods", "good")!.IsDeleting());
        Assert.Equal("hello\nbye\n", await reading);
        await RunningCluster.UntilAsync(() => cluster.Get("pods", "good") is null);
    }

    [Fact]
    public async Task One_that_does_not_is_killed_with_all_it_started_when_its_time_is_up()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("deaf", """
            image: shell
            command: [/bin/sh, -c, "trap '' TERM; sleep 4713 & echo $!; echo $$$$; while :; do sleep 0.05; done"]
            """));
        await cluster.UntilWrittenAsync("deaf", lines: 2);
        var ids = (await cluster.LogAsync("deaf")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList();
        Assert.All(ids, id => Assert.True(IsAlive(id)));
        var clock = Stopwatch.StartNew();
        cluster.Delete("pods", "deaf", new DeleteOptions(GracePeriodSeconds: 1));
        await RunningCluster.UntilAsync(() => cluster.Get("pods", "deaf") is null);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.8, 15);
        await RunningCluster.UntilAsync(() => !ids.Exists(IsAlive));
    }

    [Fact]
    public async Task By_force_it_is_gone_at_once()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("deaf", "image: shell\ncommand: [/bin/sh, -c, \"trap '' TERM; echo $$$$; while :; do sleep 0.05; done\"]"));
        await cluster.UntilWrittenAsync("deaf");
        var id = int.Parse((await cluster.LogAsync("deaf")).Trim());
        cluster.Delete("pods", "deaf", new DeleteOptions(GracePeriodSeconds: 0));
        Assert.Null(cluster.Get("pods", "deaf"));
        await RunningCluster.UntilAsync(() => !IsAlive(id));
    }

    [Fact]
    public async Task The_hook_before_the_end_runs_first()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        var file = Path.GetTempFileName();
        cluster.Create(Workloads.Pod("hooked", """
            image: shell
            command: [/bin/sh, -c, "trap 'cat $HOME_FILE; exit 0' TERM; echo up; while :; do sleep 0.05; done"]
            lifecycle: {preStop: {exec: {command: [note, down]}}}
            env:
            - name: HOME_FILE
              value:
            """ + " " + file));
        await cluster.UntilWrittenAsync("hooked");
        var reading = cluster.LogAsync("hooked", new PodLogOptions("main", Follow: true));
        cluster.Delete("pods", "hooked");
        Assert.Equal("up\nhook\n", await reading);
        File.Delete(file);
    }

    [Fact]
    public async Task With_the_cluster_every_process_ends()
    {
        int id;
        await using (var cluster = await RunningCluster.StartAsync(Catalogue))
        {
            cluster.Create(Workloads.Pod("left", "image: shell\ncommand: [/bin/sh, -c, \"trap '' TERM; echo $$$$; while :; do sleep 0.05; done\"]"));
            await cluster.UntilWrittenAsync("left");
            id = int.Parse((await cluster.LogAsync("left")).Trim());
        }

        await RunningCluster.UntilAsync(() => !IsAlive(id));
    }

    [Fact]
    public async Task A_launcher_that_is_only_dropped_takes_its_processes_and_theirs_with_it()
    {
        // What a killed server leaves: nobody signals anything, the pipe to the guardian just closes.
        var launcher = new ProcessLauncher();
        var process = await launcher.StartAsync(
            new ProcessCommand(["/bin/sh", "-c", "trap '' TERM HUP; sleep 4714 & echo $!; wait"], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" }, "/"), RunningCluster.Cancel);
        using var output = new StreamReader(process.Output);
        var child = int.Parse((await output.ReadLineAsync(RunningCluster.Cancel))!);
        Assert.True(IsAlive(child));
        launcher.Dispose();
        await RunningCluster.UntilAsync(() => !IsAlive(child) && !IsAlive(process.Id));
    }

    [Fact]
    public async Task The_guardian_kills_what_still_lives_when_its_pipe_closes_and_nothing_else()
    {
        using var watched = Start();
        using var forgotten = Start();
        var guardian = new ProcessGuardian();
        guardian.Watch(-watched.Id);
        guardian.Watch(-forgotten.Id);
        guardian.Forget(-forgotten.Id);
        guardian.Dispose();
        await watched.WaitForExitAsync(RunningCluster.Cancel);
        Assert.Equal(128 + Signals.Kill, watched.ExitCode);
        Assert.True(IsAlive(forgotten.Id));
        forgotten.Kill();

        // A session of its own, as the launcher gives to each.
        static Process Start() => Process.Start(new ProcessStartInfo("setsid", ["sleep", "4715"]) { UseShellExecute = false })!;
    }

    private static bool IsAlive(int id)
    {
        try
        {
            // A zombie waits only for somebody to ask how it ended.
            return !File.ReadAllText($"/proc/{id}/stat").Split(')')[1].StartsWith(" Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
