using Pdp.Benchmarks.Storm.Fleet;
using Pdp.Story;
using Pdp.Story.Processes;

namespace Pdp.Benchmarks.Storm;

/// <summary>One stretch of the storm: how the fleet's counts went, and what both processes spent meanwhile.</summary>
internal sealed class Gust
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly List<(TimeSpan At, FleetCounts Counts)> _samples = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly FleetProcess _fleet;
    private readonly ChildProcess _stub;
    private readonly TimeSpan _fleetBefore;
    private readonly TimeSpan _stubBefore;

    /// <summary>Begins now.</summary>
    public Gust(FleetProcess fleet, ChildProcess stub)
    {
        (_fleet, _stub) = (fleet, stub);
        (_fleetBefore, _stubBefore) = (fleet.Process.ProcessorTime, stub.ProcessorTime);
    }

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_began);

    /// <summary>The fleet's counts when they were last looked at.</summary>
    public FleetCounts Last => _samples[^1].Counts;

    /// <summary>Processor time the stub spent until now.</summary>
    public TimeSpan StubWorked => _stub.ProcessorTime - _stubBefore;

    /// <summary>The same of the fleet.</summary>
    public TimeSpan FleetWorked => _fleet.Process.ProcessorTime - _fleetBefore;

    /// <summary>Share of all processors the stub kept busy until now, percent.</summary>
    public double StubBusy => Busy(StubWorked);

    /// <summary>The same of the fleet.</summary>
    public double FleetBusy => Busy(FleetWorked);

    /// <summary>Most sessions opened within one second.</summary>
    public double PeakWelcomesPerSecond
    {
        get
        {
            var peak = 0.0;
            for (int from = 0, to = 0; to < _samples.Count; to++)
            {
                while (_samples[to].At - _samples[from].At >= TimeSpan.FromSeconds(1))
                {
                    peak = Math.Max(peak, (_samples[to].Counts.Welcomes - _samples[from].Counts.Welcomes) / (_samples[to].At - _samples[from].At).TotalSeconds);
                    from++;
                }
            }

            return peak;
        }
    }

    /// <summary>Looks at the fleet until its counts are as wished.</summary>
    /// <returns>When that was, after the beginning.</returns>
    /// <exception cref="StoryException">They did not become so in time.</exception>
    public async Task<TimeSpan> UntilAsync(string what, Func<FleetCounts, bool> wished, TimeSpan limit, CancellationToken ct)
    {
        while (true)
        {
            if (_fleet.Counts is { } counts)
            {
                _samples.Add((Elapsed, counts));
                if (wished(counts))
                {
                    return Elapsed;
                }
            }

            if (Elapsed > limit)
            {
                throw new StoryException($"waited {limit.TotalSeconds:0} s in vain for {what}: {(_samples.Count > 0 ? Last : "no counts")}");
            }

            await Task.Delay(Every, TimeProvider.System, ct);
        }
    }

    private double Busy(TimeSpan worked) => worked / Elapsed / Environment.ProcessorCount * 100;
}
