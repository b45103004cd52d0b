using Pdp.Benchmarks.Measuring;

namespace Pdp.Benchmarks.Storm;

/// <summary>The storm from calm to calm: planes, agents, intents, the kill, the return.</summary>
internal sealed class StormStory(StormStage stage, StormOptions options, Action<string> say)
{
    private const double KibiByte = 1024;
    private const int FirstDialsPerSecond = 500;
    private const int PutsInFlight = 32;

    /// <summary>Share of the processors from which on they are what limits; the sampler and the shell have the rest.</summary>
    private const double Busy = 85;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private readonly List<Figure> _figures = [];

    /// <summary>What kept the return from being faster; empty before it.</summary>
    public string LimitedBy { get; private set; } = "";

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        say($"creating {options.Agents} planes");
        var started = TimeProvider.System.GetTimestamp();
        var agents = await stage.CreatePlanesAsync(options.Agents, (double)options.Agents / FirstDialsPerSecond, ct);
        Note("planes created a second", options.Agents / TimeProvider.System.GetElapsedTime(started).TotalSeconds, "planes");
        var before = await StubMemory.OfAsync(stage.Control, ct);
        await using var fleet = await stage.LaunchAsync(agents, ct);
        await HoldAsync(fleet, before, ct);
        await DeliverAsync(fleet, ct);
        await ReturnAsync(fleet, ct);
        Note("load average over the last minute", LoadAverage(), "processes");
        return _figures;
    }

    private async Task HoldAsync(FleetProcess fleet, StubMemory before, CancellationToken ct)
    {
        say($"{options.Agents} agents enrol");
        var enrolment = new Gust(fleet, stage.Control.Process!);
        var enrolled = await enrolment.UntilAsync("all agents to be enrolled", counts => counts.Enrolled == options.Agents, Patience, ct);
        Note("enrolments a second", options.Agents / enrolled.TotalSeconds, "agents");
        NoteProcessors("enrolment", enrolment, options.Agents, "agent");
        say($"{options.Agents} agents dial");
        var gust = new Gust(fleet, stage.Control.Process!);
        var all = await gust.UntilAsync("all agents to be connected", counts => counts.Connected == options.Agents, Patience, ct);
        Note("first dials: all connected after", all.TotalSeconds, "s");
        Note("first dials: most handshakes in a second", gust.PeakWelcomesPerSecond, "handshakes");
        Note("first dials: refused", gust.Last.Refused, "dials");
        Note("first dials: failed otherwise", gust.Last.Failed, "dials");
        NoteProcessors("first dials", gust, options.Agents, "session");
        var rest = new Gust(fleet, stage.Control.Process!);
        await rest.UntilAsync("a moment of rest", _ => rest.Elapsed > Rest, Patience, ct);
        Note("agents held", rest.Last.Connected, "agents");
        var after = await StubMemory.OfAsync(stage.Control, ct);
        Note("stub's memory per agent (resident)", (after.Resident - before.Resident) / KibiByte / options.Agents, "KiB");
        Note("stub's memory per agent (managed, live)", (after.Live - before.Live) / KibiByte / options.Agents, "KiB");
        Note("stub's memory (resident)", after.Resident / KibiByte / KibiByte, "MiB");
        Note("stub's memory (managed heap, taken from the system)", after.Committed / KibiByte / KibiByte, "MiB");
        Note("fleet's memory per agent (resident)", fleet.Process.ResidentBytes / KibiByte / options.Agents, "KiB");
        NoteProcessors("at rest", rest, 0, "");
    }

    private async Task DeliverAsync(FleetProcess fleet, CancellationToken ct)
    {
        say($"{options.Intents} intents");
        var gust = new Gust(fleet, stage.Control.Process!);
        var putting = Parallel.ForAsync(0, options.Intents, new ParallelOptions { MaxDegreeOfParallelism = PutsInFlight, CancellationToken = ct }, async (i, token) => await stage.PutAsync(i, token));
        var all = await gust.UntilAsync("all intents to be acknowledged", counts => counts.Acknowledged >= options.Intents, Patience, ct);
        await putting;
        Note("intents a second, accepted by the API → acknowledged", options.Intents / all.TotalSeconds, "intents");
        NoteProcessors("intents", gust, options.Intents, "intent");
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
        var half = await gust.UntilAsync("half to be back", counts => Are(counts, options.Agents / 2), Patience, ct);
        var back = await gust.UntilAsync($"{options.Back} agents to be back", counts => Are(counts, options.Back), Patience, ct);
        var nearly = await gust.UntilAsync("99 % to be back", counts => Are(counts, options.Agents * 99 / 100), Patience, ct);
        // The tail has few agents: what it leaves idle says nothing of what limits.
        var (stubBusy, fleetBusy) = (gust.StubBusy, gust.FleetBusy);
        var all = await gust.UntilAsync("all to be back", counts => Are(counts, options.Agents), Patience, ct);
        Note("kill → the new process serves", restart.TotalSeconds, "s");
        Note("new process serves → half back", half.TotalSeconds, "s");
        Note($"new process serves → {options.Back} agents back", back.TotalSeconds, "s");
        Note($"new process serves → 99 % of {options.Agents} back", nearly.TotalSeconds, "s");
        Note("new process serves → all back", all.TotalSeconds, "s");
        Note("return: most handshakes in a second", gust.PeakWelcomesPerSecond, "handshakes");
        Note("return: dials refused", gust.Last.Refused - welcomes.Refused, "dials");
        Note("return: refused twice in a row", gust.Last.RefusedTwice - welcomes.RefusedTwice, "dials");
        Note("return: dials that failed otherwise", gust.Last.Failed - welcomes.Failed, "dials");
        Note("return: dials out of time", gust.Last.TimedOut - welcomes.TimedOut, "dials");
        Note("return: slowest dial", gust.Last.SlowestDial / 1000.0, "s");
        Note("return: longest pause before a dial", gust.Last.LongestPause / 1000.0, "s");
        Note("return: inventories compared", gust.Last.Compared - welcomes.Compared, "sessions");
        Note("return: both ends' share of the processors until 99 % were back", stubBusy + fleetBusy, "%");
        NoteProcessors("return", gust, options.Agents, "session");
        var perSession = (gust.StubWorked + gust.FleetWorked) / options.Agents;
        Note("return: sessions a second, were all processors free for it", Environment.ProcessorCount / perSession.TotalSeconds, "sessions");
        LimitedBy = Limiting(stubBusy, fleetBusy);
    }

    // What others on the machine take shows in the shares, not in the time spent per piece of work.
    private void NoteProcessors(string when, Gust gust, int pieces, string piece)
    {
        Note($"{when}: stub's share of the processors", gust.StubBusy, "%");
        Note($"{when}: fleet's share of the processors", gust.FleetBusy, "%");
        if (pieces > 0)
        {
            Note($"{when}: stub's processor time per {piece}", gust.StubWorked.TotalMilliseconds / pieces, "ms");
            Note($"{when}: fleet's processor time per {piece}", gust.FleetWorked.TotalMilliseconds / pieces, "ms");
        }
    }

    private void Note(string name, double value, string unit)
    {
        _figures.Add(new Figure(name, value, unit));
        say($"  {name}: {value:0.0} {unit}");
    }

    private static string Limiting(double stub, double fleet) => stub + fleet >= Busy
        ? $"the processors: coming back kept them busy, {stub:0} % by the stub and {fleet:0} % by the agents"
        : $"what else ran on the machine, or by waiting: stub and agents had {stub + fleet:0} % of the processors while they came back";

    private static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
