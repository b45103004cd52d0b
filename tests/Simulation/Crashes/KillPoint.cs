using System.Globalization;

namespace Pdp.Simulation.Crashes;

/// <summary>Where an agent dies: at its n-th write to the API server from now on, before it is sent or after it was carried out.</summary>
/// <param name="Write">Which write, from 1; those of leases and events are not counted, for they are no work on an intent.</param>
/// <param name="IsAfter">It was carried out, and its answer is lost.</param>
internal sealed record KillPoint(int Write, bool IsAfter)
{
    private static readonly string[] _verbs = ["apply", "create", "replace", "patch", "delete"];
    private static readonly string[] _aside = ["Lease/", "Event/"];

    /// <summary>Whether a crossing between an agent and the world is one this point counts.</summary>
    /// <param name="crossing">As <c>before apply Deployment/web</c>.</param>
    public bool Counts(string crossing) => IsOf(crossing, IsAfter ? "after" : "before");

    /// <summary>Whether a crossing is of a write, on the side named.</summary>
    public static bool IsOf(string crossing, string side) =>
        crossing.Split(' ') is [var when, var verb, var about] && when == side
        && _verbs.Contains(verb) && !_aside.Any(kind => about.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>Reads <c>before-7</c>.</summary>
    public static KillPoint Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var side = dash < 0 ? text : text[..dash];
        return side is "before" or "after" && int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var write) && write > 0
            ? new KillPoint(write, side == "after")
            : throw new FormatException($"'{text}' is no point to die at; say before-N or after-N, with N from 1.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsAfter ? "after" : "before")}-{Write}");
}
