using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>An intent after a put.</summary>
/// <param name="Intent">As it is stored.</param>
/// <param name="Result">What the put did.</param>
internal sealed record PutIntent(IntentRecord Intent, PutResult Result);

/// <summary>What a put did to an intent.</summary>
internal enum PutResult
{
    /// <summary>It was as wanted.</summary>
    Unchanged,

    /// <summary>It is new, or was removed before.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Changed,

    /// <summary>It is to be pruned and forgotten.</summary>
    Removed,

    /// <summary>It was taken over from a plane that held it, as it is.</summary>
    Adopted,
}
