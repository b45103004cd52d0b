using Pdp.Cutter.Plan;
using Pdp.Cutter.Watching;
using Pdp.History.Recording;
using Pdp.Story;

namespace Pdp.Cutter.Play;

/// <summary>Plays a seed: people change things, everything breaks, then all is mended and what is left is judged.</summary>
public static class Player
{
    /// <summary>Plays.</summary>
    /// <exception cref="StoryException">The play itself failed: a process died by itself, or nobody answered.</exception>
    public static async Task<PlayResult> PlayAsync(PlayOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var time = TimeProvider.System;
        await using var world = new World(options, time);
        try
        {
            await world.OpenAsync(ct);
            var result = await PlayAsync(world, options, time, ct);
            world.Stage.KeepDirectory = result.Violations.Count > 0;
            return result;
        }
        catch (StoryException)
        {
            world.Stage.KeepDirectory = true;
            throw;
        }
    }

    private static async Task<PlayResult> PlayAsync(World world, PlayOptions options, TimeProvider time, CancellationToken ct)
    {
        var cluster = new ClusterWatcher(world.Stage.Cluster, time);
        using var stub = new StubWatcher(world.Stage, cluster, world.Chronicle, time);
        var queues = new QueueWatcher(world.Agents, World.Window, cluster, world.Chronicle, time);
        var people = new People(world, cluster, options.Seed, time);
        var saboteur = new Saboteur(world, cluster, stub, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = Task.WhenAll(cluster.RunAsync(over.Token), stub.RunAsync(over.Token), queues.RunAsync(over.Token));
        try
        {
            await WhileAsync(watching, Task.WhenAll(
                people.RunAsync(ChangePlan.Of(options.Seed, options.Length), over.Token),
                saboteur.RunAsync(FaultPlan.Of(options.Seed, options.Length), over.Token)));
            var mended = time.GetTimestamp();
            var judging = new Ending(world, cluster, stub, time).JudgeAsync(options.Rest, over.Token);
            await WhileAsync(watching, judging);
            var (records, violations) = await judging;
            MustBeAlive(world);
            var kept = violations.Count == 0 ? null : await KeepAsync(options, records, ct);
            return new PlayResult(
                options.Seed, records, violations, saboteur.Done, people.Accepted, time.GetElapsedTime(mended), world.Tunnels, kept);
        }
        finally
        {
            await over.CancelAsync();
            await watching.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // A watch that ended means that the history has holes: better no play than one that proves nothing.
    private static async Task WhileAsync(Task watching, Task playing)
    {
        if (await Task.WhenAny(watching, playing) == watching) await watching;
        await playing;
    }

    private static void MustBeAlive(World world)
    {
        var processes = world.Agents.Select(agent => agent.Process!).Append(world.Stage.Control.Process!);
        if (processes.FirstOrDefault(process => process.HasExited) is { } dead)
            throw new StoryException($"{dead.Name} ended by itself:\n{dead.Log.Tail(15)}");
    }

    private static async Task<string> KeepAsync(PlayOptions options, IReadOnlyList<HistoryRecord> records, CancellationToken ct)
    {
        Directory.CreateDirectory(options.Artifacts);
        var path = Path.Combine(options.Artifacts, $"cutter-seed-{options.Seed}.jsonl");
        await using var file = File.CreateText(path);
        await HistoryFile.WriteAsync(file, records, ct);
        return path;
    }
}
