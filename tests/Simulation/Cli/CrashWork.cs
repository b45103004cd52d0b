using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Pdp.Simulation.Crashes;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Cli;

/// <summary>Plays rollouts in processes of their own, some at a time: each takes the next one when it is done with one.</summary>
internal static class CrashWork
{
    /// <summary>Plays; results come in the order in which they are ready.</summary>
    public static async IAsyncEnumerable<CrashResult> PlayAsync(
        IReadOnlyList<string> names, string? bug, int processes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = Channel.CreateUnbounded<CrashResult>();
        // Dealt out in turn, for the long ones stand together.
        var packs = names.Index().GroupBy(name => name.Index % processes, name => name.Item);
        var playing = Task.WhenAll(packs.Select(pack => PackAsync([.. pack], bug, results.Writer, cancellationToken)))
            .ContinueWith(done => results.Writer.TryComplete(done.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (var result in results.Reader.ReadAllAsync(cancellationToken)) yield return result;
        await playing;
    }

    /// <summary>Plays rollouts one after another in this process, and prints what came of each as a line of JSON.</summary>
    public static async Task<int> WorkAsync(IEnumerable<string> names, string? bug)
    {
        if (!Pump.IsExact) throw new InvalidOperationException("A worker is started by the command itself.");
        foreach (var name in names)
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(CrashMatrix.Play(name, bug), ResultJson.Default.CrashResult));
        return 0;
    }

    /// <summary>Plays one cell in a process of its own, and shows what that prints.</summary>
    public static async Task<int> AloneAsync(string name, string at, string? bug, CancellationToken cancellationToken)
    {
        using var player = Workforce.Start(["--crashes", name, "--at", at, .. Planted(bug)]);
        await using var end = cancellationToken.Register(player.Kill);
        while (await player.StandardOutput.ReadLineAsync(cancellationToken) is { } line) Console.WriteLine(line);
        await player.WaitForExitAsync(cancellationToken);
        return player.ExitCode;
    }

    private static async Task PackAsync(string[] names, string? bug, ChannelWriter<CrashResult> results, CancellationToken cancellationToken)
    {
        using var worker = Workforce.Start(["--worker", "--crashes", string.Join(',', names), .. Planted(bug)]);
        await using var end = cancellationToken.Register(worker.Kill);
        var told = 0;
        while (await worker.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            told++;
            await results.WriteAsync(JsonSerializer.Deserialize(line, ResultJson.Default.CrashResult)!, cancellationToken);
        }
        await worker.WaitForExitAsync(cancellationToken);
        foreach (var name in names.Skip(told))
            await results.WriteAsync(new CrashResult(name, 0, 0, [$"The process ended with code {worker.ExitCode} before {name} was played."]), cancellationToken);
    }

    private static string[] Planted(string? bug) => bug is null ? [] : ["--bug", bug];
}
