using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>Versions of secrets whose values could not be fetched in this pass.</summary>
internal sealed class OutOfReach
{
    private readonly Dictionary<(string Store, string Name, string Version), string> _why = [];

    /// <summary>How many.</summary>
    public int Count => _why.Count;

    /// <summary>Notes one.</summary>
    public void Add(SecretReference reference, string version, SecretUnavailableException why) =>
        _why[(reference.Store, reference.Name, version)] = why.Message;

    /// <summary>A version, unless it is out of reach.</summary>
    public string? Unless(SecretReference reference, string? version) =>
        version is null || WhyNot(reference, version) is not null ? null : version;

    /// <summary>Why a version is out of reach; null when it is not.</summary>
    public string? WhyNot(SecretReference reference, string version) =>
        _why.GetValueOrDefault((reference.Store, reference.Name, version));
}
