namespace Pdp.Cutter.Plan;

/// <summary>What people do meanwhile.</summary>
public enum ChangeKind
{
    /// <summary>An operator asks for new content.</summary>
    Put,

    /// <summary>An operator asks for a release that never becomes ready.</summary>
    PutBroken,

    /// <summary>An operator takes the intent away.</summary>
    Remove,

    /// <summary>Somebody edits an object of the intent in the cluster, or deletes it.</summary>
    Disturb,
}
