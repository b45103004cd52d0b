namespace Pdp.ControlStub.Api;

/// <summary>Why somebody asks for a change, in his own words; kept in the events of the change.</summary>
internal static class ChangeReason
{
    /// <summary>The header that says so, UTF-8.</summary>
    public const string Header = "Pdp-Reason";

    /// <summary>The rule, for error messages.</summary>
    public const string Rule = "The header Pdp-Reason must be given at most once, with 1..500 characters on one line.";

    private const int Longest = 500;

    /// <summary>Reads it.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="reason">The reason; null when none was given.</param>
    /// <returns>False when it breaks its rule.</returns>
    public static bool TryRead(IHeaderDictionary headers, out string? reason)
    {
        reason = null;
        if (!headers.TryGetValue(Header, out var values))
            return true;
        reason = values.Count == 1 ? values[0]?.Trim() : null;
        return reason is { Length: > 0 and <= Longest } && !reason.Any(char.IsControl);
    }
}
