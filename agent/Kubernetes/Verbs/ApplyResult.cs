using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Verbs;

/// <summary>What an apply did.</summary>
/// <param name="Action">What it did to the object.</param>
/// <param name="Object">The object as it is now, or would be after a dry run.</param>
/// <param name="Warnings">What the server warned of, such as a deprecated version; empty when nothing.</param>
/// <param name="Before">The object as it was: on a dry run of an existing object only, to show the difference.</param>
public sealed record ApplyResult(ApplyAction Action, JsonObject Object, IReadOnlyList<string> Warnings, JsonObject? Before = null);

/// <summary>What an apply did to an object.</summary>
public enum ApplyAction
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Configured,

    /// <summary>It was so already; nothing was written.</summary>
    Unchanged,
}
