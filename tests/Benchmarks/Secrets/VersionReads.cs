using System.Collections.Concurrent;
using Pdp.Vaults.Vault;

namespace Pdp.Benchmarks.Secrets;

/// <summary>When a vault was asked for the versions of each of its secrets.</summary>
internal sealed class VersionReads
{
    private const string Metadata = "/v1/secret/metadata/";

    // Moments of a wait at which a rotation is imagined, evenly spread.
    private const int Moments = 20;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _reads = new();

    public VersionReads(TestVault vault) => vault.Before = http =>
    {
        if (http.Request.Path.Value is { } path && path.StartsWith(Metadata, StringComparison.Ordinal))
            _reads.GetOrAdd(path, _ => new()).Enqueue(TimeProvider.System.GetTimestamp());
        return Task.CompletedTask;
    };

    /// <summary>Seconds a rotation would have waited to be noticed, had it come at any moment between two reads of its secret; ascending.</summary>
    public IReadOnlyList<double> Staleness() =>
    [
        .. (from reads in _reads.Values
            from wait in reads.Zip(reads.Skip(1), (before, after) => TimeProvider.System.GetElapsedTime(before, after).TotalSeconds)
            from moment in Enumerable.Range(0, Moments)
            select wait * (moment + 0.5) / Moments).Order(),
    ];
}
