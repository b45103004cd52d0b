using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>A store that several agents share, and that can be away or changed under their hands.</summary>
internal sealed class MemoryStore : IIdentityStore
{
    private readonly Lock _lock = new();
    private int _version;

    public string Place => "Secret pdp/test";

    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();

    /// <summary>Asked before each write; may throw.</summary>
    public Action<IReadOnlyDictionary<string, string>>? BeforeWrite { get; set; }

    public static ClusterException Away { get; } = new(FailureReason.ClusterUnavailable, "the cluster is away");

    public Task<KeptIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(new KeptIdentity(Fields, VersionNow));
    }

    public Task<string> WriteAsync(IReadOnlyDictionary<string, string> fields, string? version, CancellationToken cancellationToken)
    {
        BeforeWrite?.Invoke(fields);
        lock (_lock)
        {
            if (version != VersionNow) throw new ClusterException(FailureReason.Conflict, "another version is there") { IsOutdated = true };
            (Fields, _version) = (fields, _version + 1);
            return Task.FromResult(VersionNow!);
        }
    }

    /// <summary>Somebody else writes.</summary>
    public void Put(IReadOnlyDictionary<string, string> fields)
    {
        lock (_lock) (Fields, _version) = (fields, _version + 1);
    }

    private string? VersionNow => _version == 0 ? null : $"{_version}";
}
