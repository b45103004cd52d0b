using System.Diagnostics.Metrics;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Status;

/// <summary>How many intents are in which phase.</summary>
internal sealed class PhaseMetrics : IIntentObserver
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Status";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IntentPhase> _phases = [];

    public PhaseMetrics(IMeterFactory meters) =>
        meters.Create(MeterName).CreateObservableGauge("pdp.agent.intents", Count, "{intent}", "Intents held, by phase.");

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        lock (_lock)
        {
            if (after is null) _phases.Remove(id);
            else _phases[id] = after.Status.Phase;
        }
    }

    // Every phase is told, so that one that empties goes to zero.
    private IEnumerable<Measurement<int>> Count()
    {
        Dictionary<IntentPhase, int> counts;
        lock (_lock) counts = _phases.Values.CountBy(phase => phase).ToDictionary();
        return
        [
            .. Enum.GetValues<IntentPhase>()
                .Select(phase => new Measurement<int>(counts.GetValueOrDefault(phase), new KeyValuePair<string, object?>("phase", phase))),
        ];
    }
}
