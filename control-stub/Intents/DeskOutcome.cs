namespace Pdp.ControlStub.Intents;

/// <summary>What became of a wish.</summary>
internal enum DeskOutcome
{
    /// <summary>It is done and durable.</summary>
    Done,

    /// <summary>There is no such plane.</summary>
    NoPlane,

    /// <summary>There is no such intent.</summary>
    NoIntent,

    /// <summary>The plane holds as many intents as it may.</summary>
    Full,

    /// <summary>The intent is not at the generation the caller knows.</summary>
    Outdated,

    /// <summary>Others change the same intents all the time; nothing was changed.</summary>
    Contended,

    /// <summary>The intent cannot be in that state; the findings say why.</summary>
    Invalid,

    /// <summary>It cannot be done as things are; the findings say what speaks against it.</summary>
    Refused,

    /// <summary>The caller may not; the findings say what he lacks.</summary>
    Forbidden,
}
