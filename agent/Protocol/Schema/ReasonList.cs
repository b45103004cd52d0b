using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>Collects reasons up to a bound, so that a hostile document cannot make a large answer.</summary>
internal sealed class ReasonList
{
    /// <summary>Most reasons reported of one document.</summary>
    public const int Most = ProtocolLimits.Reasons - 1;

    private readonly List<RefusalReason> _reasons = [];

    /// <summary>Whether more would only be dropped.</summary>
    public bool IsFull => _reasons.Count > Most;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _reasons.Count == 0;

    /// <summary>Adds a reason.</summary>
    public void Add(FailureReason reason, DocumentPath path, string message)
    {
        if (_reasons.Count < Most)
            _reasons.Add(new RefusalReason(reason, path.ToString(), message));
        else if (!IsFull)
            _reasons.Add(new RefusalReason(reason, "", $"there is more; the first {Most} are shown"));
    }

    /// <summary>Adds a broken schema rule.</summary>
    public void Add(DocumentPath path, string message) => Add(FailureReason.SchemaInvalid, path, message);

    /// <summary>What was collected, in the order it was found.</summary>
    public IReadOnlyList<RefusalReason> ToList() => [.. _reasons];
}
