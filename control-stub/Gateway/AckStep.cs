namespace Pdp.ControlStub.Gateway;

/// <summary>What is to be done about intents that were sent and are not acknowledged. Pure.</summary>
internal enum AckStep
{
    /// <summary>Nothing: all are young enough, or the comparison is.</summary>
    Wait,

    /// <summary>Compare again.</summary>
    Compare,

    /// <summary>End the session: comparing did not help either.</summary>
    End,
}

/// <summary>Decides about intents that were sent and are not acknowledged.</summary>
internal static class AckSteps
{
    /// <summary>The next step.</summary>
    /// <param name="limit">How long an intent may stay unacknowledged.</param>
    /// <param name="unacknowledged">How long the oldest has been so; null when there is none.</param>
    /// <param name="sinceCompared">How long ago the session last compared because of this; null when it has not.</param>
    /// <returns>
    /// The step. An end comes only <paramref name="limit"/> after a comparison that was itself made for this intent: a process that slept,
    /// and finds everything old at once, compares first.
    /// </returns>
    public static AckStep Next(TimeSpan limit, TimeSpan? unacknowledged, TimeSpan? sinceCompared)
    {
        if (unacknowledged is not { } age || age < limit || sinceCompared < limit)
            return AckStep.Wait;
        return sinceCompared is { } since && age - since >= limit ? AckStep.End : AckStep.Compare;
    }
}
