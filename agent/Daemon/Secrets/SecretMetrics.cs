using System.Diagnostics.Metrics;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets;

/// <summary>Measures the work with secret stores. Labels name stores, never secrets.</summary>
internal sealed class SecretMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Secrets";

    private readonly Counter<long> _rounds;
    private readonly Counter<long> _fetches;
    private readonly Counter<long> _rotations;
    private readonly Counter<long> _hints;
    private Func<IEnumerable<Measurement<int>>> _troubles = static () => [];

    public SecretMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _rounds = meter.CreateCounter<long>("pdp.agent.secrets.rounds", "{call}", "Calls for versions, by store and result.");
        _fetches = meter.CreateCounter<long>("pdp.agent.secrets.fetches", "{call}", "Calls for values, by store and result.");
        _rotations = meter.CreateCounter<long>("pdp.agent.secrets.rotations", "{version}", "New versions noticed, by store.");
        _hints = meter.CreateCounter<long>("pdp.agent.secrets.hints", "{hint}", "Hints that a secret changed, by store, source and result.");
        meter.CreateObservableGauge(
            "pdp.agent.secrets.troubled", () => _troubles(), "{secret}", "Secrets wanted of a store that it does not tell now.");
    }

    /// <summary>Where the number of troubled secrets of each store comes from.</summary>
    public void Observe(Func<IEnumerable<(string Store, int Troubles)>> troubles) =>
        _troubles = () => troubles().Select(store => new Measurement<int>(store.Troubles, Store(store.Store)));

    /// <summary>A store was asked for versions.</summary>
    public void Asked(string store, bool isAnswered) => _rounds.Add(1, Store(store), Result(isAnswered));

    /// <summary>A store was asked for a value.</summary>
    public void Fetched(string store, bool isFetched) => _fetches.Add(1, Store(store), Result(isFetched));

    /// <summary>A secret is at another version.</summary>
    public void Rotated(string store) => _rotations.Add(1, Store(store));

    /// <summary>Somebody said that a secret changed.</summary>
    public void Hinted(string store, HintSource source, HintOutcome outcome) => _hints.Add(
        1,
        Store(store),
        new("source", source == HintSource.Queue ? "queue" : "control-plane"),
        new("result", outcome switch
        {
            HintOutcome.Taken => "taken",
            HintOutcome.Unwanted => "unwanted",
            HintOutcome.TooMany => "too-many",
            _ => "rubbish",
        }));

    private static KeyValuePair<string, object?> Store(string store) => new("store", store);

    private static KeyValuePair<string, object?> Result(bool isGood) => new("result", isGood ? "ok" : "failed");
}
