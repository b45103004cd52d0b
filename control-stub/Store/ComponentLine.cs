using System.Text.RegularExpressions;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Store;

/// <summary>
/// A line of releases: a component, or one API version of a component that has several at once. Written <c>inventory</c>, or
/// <c>inventory@v1.2</c>.
/// </summary>
/// <param name="Component">The component.</param>
/// <param name="Track">The API version; null where there is only one.</param>
internal sealed partial record ComponentLine(string Component, string? Track)
{
    /// <summary>What separates the two: no name and no version has it.</summary>
    public const char Separator = '@';

    /// <summary>How an API version is written.</summary>
    public const string TrackRule = "must be an API version such as v1.2";

    /// <summary>Reads a line as it is written.</summary>
    public static ComponentLine Of(string name) => name.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var at
        ? new ComponentLine(name[..at], name[(at + 1)..])
        : new ComponentLine(name, null);

    /// <summary>Whether a text is a line.</summary>
    public static bool Is(string name) => Of(name) is var line && DnsLabel.Is(line.Component) && (line.Track is null || IsTrack(line.Track));

    /// <summary>Whether a text is an API version.</summary>
    public static bool IsTrack(string text) => Version().IsMatch(text);

    /// <inheritdoc/>
    public override string ToString() => Track is null ? Component : $"{Component}{Separator}{Track}";

    [GeneratedRegex(@"\Av[0-9]{1,6}(\.[0-9]{1,6}){0,2}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
