using System.Text.Json.Serialization;
using Pdp.Protocol;

namespace Pdp.Core.Policy.Model;

/// <summary>Identities of workloads towards the cluster.</summary>
public sealed record ServiceAccountRules
{
    /// <summary>Service accounts pods may use besides the namespace's default one and those the intent brings itself.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Which tokens pods may have. Default <see cref="TokenRule.Mounted"/>.</summary>
    public TokenRule Tokens { get; init; } = TokenRule.Mounted;
}

/// <summary>Which service account tokens pods may have.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TokenRule>))]
public enum TokenRule
{
    /// <summary>None: every pod must say <c>automountServiceAccountToken: false</c>.</summary>
    None,

    /// <summary>The one Kubernetes mounts by itself; not projected ones, which can be made for any audience.</summary>
    Mounted,

    /// <summary>Any.</summary>
    Any,
}

/// <summary>Where and before whom pods run.</summary>
public sealed record SchedulingRules
{
    /// <summary>Priority classes; null: any but the system's own.</summary>
    public IReadOnlyList<string>? PriorityClasses { get; init; }

    /// <summary>Whether a pod may name its node and so go past the scheduler. Default no.</summary>
    public bool NodeName { get; init; }
}
