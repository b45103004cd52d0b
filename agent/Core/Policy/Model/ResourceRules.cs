using System.Collections.ObjectModel;

namespace Pdp.Core.Policy.Model;

/// <summary>
/// What must be asked for, and how much at most. Resources are named as in a ResourceQuota, <c>requests.cpu</c> or <c>limits.memory</c>;
/// amounts are Kubernetes quantities. Where there is a ceiling, what says nothing is refused: it would be unlimited.
/// </summary>
public sealed record ResourceRules
{
    /// <summary>What every container must say.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Ceilings of one container.</summary>
    public IReadOnlyDictionary<string, string> Container { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Ceilings of one pod: its containers together.</summary>
    public IReadOnlyDictionary<string, string> Pod { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Ceilings of one intent: all its pods at their most replicas.</summary>
    public IReadOnlyDictionary<string, string> Intent { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
