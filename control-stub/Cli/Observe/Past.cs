using System.Globalization;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>How far back to look, as people write it.</summary>
internal static class Past
{
    /// <summary>A number and one of <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static TimeSpan Read(string text)
    {
        TimeSpan? unit = text.Length < 2 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } one && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? number * one
            : throw new CliException(ExitCodes.Usage, "--since must be a number with a unit, such as 90s, 15m, 2h or 1d.");
    }
}
