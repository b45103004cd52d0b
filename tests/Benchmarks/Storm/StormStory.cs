using Pdp.Benchmarks.Measuring;

namespace Pdp.Benchmarks.Storm;

/// <summary>The storm from calm to calm: planes, agents, intents, the kill, the return.</summary>
internal sealed class StormStory(StormStage stage, StormOptions options, Action<string> say)
{
    private const double KibiByte = 1024;
    private const int FirstDialsPerSecond = 500;
    private const int PutsInFlight = 32;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private readonly List<Figure> _figures = [];

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        say($"creating {options.Agents} planes");
        var started = TimeProvider.System.GetTimestamp();
        var agents = await stage.CreatePlanesAsync(options.Agents, (double)options.Agents / FirstDialsPerSecond, ct);
        Note("planes created a second", options.Agents / TimeProvider.System.GetElapsedTime(started).TotalSeconds, "planes");
        var before = stage.Control.Process!.ResidentBytes;
        await using var fleet = await stage.LaunchAsync(agents, ct);
        await HoldAsync(fleet, before, ct);
        await DeliverAsync(fleet, ct);
        await ReturnAsync(fleet, ct);
        Note("load average over the last minute", LoadAverage(), "processes");
        return _figures;
    }

    private async Task HoldAsync(FleetProcess fleet, long before, CancellationToken ct)
    {
        say($"{options.Agents} agents dial");
        var gust = new Gust(fleet, stage.Control.Process!);
        var all = await gust.UntilAsync("all agents to be connected", counts => counts.Connected == options.Agents, Limit, ct);
        Note("first dials: all connected after", all.TotalSeconds, "s");
        Note("first dials: most handshakes in a second", gust.PeakWelcomesPerSecond, "handshakes");
        Note("first dials: stub's share of the processors", gust.StubBusy, "%");
        Note("first dials: fleet's share of the processors", gust.FleetBusy, "%");
        var rest = new Gust(fleet, stage.Control.Process!);
        await rest.UntilAsync("a moment of rest", _ => rest.Elapsed > Rest, Limit, ct);
        Note("agents held", rest.Last.Connected, "agents");
        Note("stub's memory per agent (resident)", (stage.Control.Process!.ResidentBytes - before) / KibiByte / options.Agents, "KiB");
        Note("stub's memory, all of it (resident)", stage.Control.Process.ResidentBytes / KibiByte / KibiByte, "MiB");
        Note("fleet's memory per agent (resident)", fleet.Process.ResidentBytes / KibiByte / options.Agents, "KiB");
        Note("at rest: stub's share of the processors", rest.StubBusy, "%");
        Note("at rest: fleet's share of the processors", rest.FleetBusy, "%");
    }

    private async Task DeliverAsync(FleetProcess fleet, CancellationToken ct)
    {
        say($"{options.Intents} intents");
        var gust = new Gust(fleet, stage.Control.Process!);
        var putting = Parallel.ForAsync(0, options.Intents, new ParallelOptions { MaxDegreeOfParallelism = PutsInFlight, CancellationToken = ct }, PutAsync);
        var all = await gust.UntilAsync("all intents to be acknowledged", counts => counts.Acknowledged >= options.Intents, Limit, ct);
        await putting;
        Note("intents a second, accepted by the API → acknowledged", options.Intents / all.TotalSeconds, "intents");
        Note("intents: stub's share of the processors", gust.StubBusy, "%");
        Note("intents: fleet's share of the processors", gust.FleetBusy, "%");
    }

    private async ValueTask PutAsync(int number, CancellationToken ct)
    {
        var (plane, id) = (StormStage.Plane(number % options.Agents), $"web-{number / options.Agents}");
        await stage.Control.Api.PutAsync(plane, id, BenchmarkComponents.Document(plane, id, "registry.example/web:1"), ct);
    }

    private async Task ReturnAsync(FleetProcess fleet, CancellationToken ct)
    {
        say("the control plane is killed and started again");
        var welcomes = fleet.Counts!;
        var killed = TimeProvider.System.GetTimestamp();
        await stage.Control.KillAsync(ct);
        await stage.Control.RestartAsync(ct);
        var gust = new Gust(fleet, stage.Control.Process!);
        var restart = TimeProvider.System.GetElapsedTime(killed);
        // Who was counted as connected may not have noticed yet: only what was opened since counts.
        bool Are(Fleet.FleetCounts counts, int back) => counts.Welcomes - welcomes.Welcomes >= back && counts.Connected >= back;
        var back = await gust.UntilAsync($"{options.Back} agents to be back", counts => Are(counts, options.Back), Limit, ct);
        var nearly = await gust.UntilAsync("99 % to be back", counts => Are(counts, options.Agents * 99 / 100), Limit, ct);
        var all = await gust.UntilAsync("all to be back", counts => Are(counts, options.Agents), Limit, ct);
        Note("kill → the new process serves", restart.TotalSeconds, "s");
        Note($"new process serves → {options.Back} agents back", back.TotalSeconds, "s");
        Note($"new process serves → 99 % of {options.Agents} back", nearly.TotalSeconds, "s");
        Note("new process serves → all back", all.TotalSeconds, "s");
        Note("return: most handshakes in a second", gust.PeakWelcomesPerSecond, "handshakes");
        Note("return: dials refused", gust.Last.Refused - welcomes.Refused, "dials");
        Note("return: refused twice in a row", gust.Last.RefusedTwice - welcomes.RefusedTwice, "dials");
        Note("return: dials that failed otherwise", gust.Last.Failed - welcomes.Failed, "dials");
        Note("return: dials out of time", gust.Last.TimedOut - welcomes.TimedOut, "dials");
        Note("return: slowest dial", gust.Last.SlowestDial / 1000.0, "s");
        Note("return: inventories compared", gust.Last.Compared - welcomes.Compared, "sessions");
        Note("return: stub's share of the processors", gust.StubBusy, "%");
        Note("return: fleet's share of the processors", gust.FleetBusy, "%");
    }

    private void Note(string name, double value, string unit)
    {
        _figures.Add(new Figure(name, value, unit));
        say($"  {name}: {value:0.0} {unit}");
    }

    private static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
