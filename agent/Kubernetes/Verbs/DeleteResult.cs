using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Verbs;

/// <summary>What a delete did.</summary>
/// <param name="Outcome">What became of the object.</param>
/// <param name="Object">The object, when it still stands and the server showed it.</param>
public sealed record DeleteResult(DeleteOutcome Outcome, JsonObject? Object = null);

/// <summary>What became of a deleted object.</summary>
public enum DeleteOutcome
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It goes once its grace period, its finalizers or what it owns is done.</summary>
    Deleting,

    /// <summary>There was none.</summary>
    NotFound,

    /// <summary>There is one, but not the one the preconditions name. Nothing was deleted.</summary>
    PreconditionFailed,
}
