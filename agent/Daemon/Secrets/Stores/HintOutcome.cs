namespace Pdp.Daemon.Secrets.Stores;

/// <summary>What became of a hint.</summary>
internal enum HintOutcome
{
    /// <summary>The store is asked at once.</summary>
    Taken,

    /// <summary>No intent names the secret, or one that pins its version.</summary>
    Unwanted,

    /// <summary>There are too many; the next refresh finds what is new.</summary>
    TooMany,

    /// <summary>It is nothing that can be read.</summary>
    Rubbish,
}

/// <summary>Where hints come from.</summary>
internal enum HintSource
{
    /// <summary>Over the control channel.</summary>
    ControlPlane,

    /// <summary>From the store's own queue.</summary>
    Queue,
}
