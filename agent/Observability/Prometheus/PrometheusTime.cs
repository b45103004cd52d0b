using System.Globalization;
using Pdp.Core.PromQl;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Observability.Prometheus;

/// <summary>Times and durations as Prometheus' API takes them.</summary>
internal static class PrometheusTime
{
    // The years 1 to 9999, as far as a date reaches.
    private const double LeastSeconds = -62_135_596_800;
    private const double MostSeconds = 253_402_300_799;

    /// <summary>A time: seconds since 1970, or RFC 3339.</summary>
    /// <exception cref="PrometheusException">It is none.</exception>
    public static DateTimeOffset Read(string name, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= LeastSeconds and <= MostSeconds)
            return DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Contains('T', StringComparison.OrdinalIgnoreCase) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)
            ? time
            : throw PrometheusException.BadData($"{name}: must be seconds since 1970, or a time as in RFC 3339.");
    }

    /// <summary>A duration: seconds, or as in PromQL.</summary>
    /// <exception cref="PrometheusException">It is none, or not above zero.</exception>
    public static TimeSpan Duration(string name, string text)
    {
        var seconds = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Seconds(text);
        return seconds is > 0 and <= 31_536_000_000
            ? TimeSpan.FromSeconds(seconds)
            : throw PrometheusException.BadData($"{name}: must be seconds, or a duration such as 30s or 5m, above zero.");
    }

    /// <summary>As Prometheus reads it, with milliseconds.</summary>
    public static string Text(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>As Prometheus reads it, seconds.</summary>
    public static string Text(TimeSpan duration) => duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    // A duration is a number of PromQL.
    private static double Seconds(string text)
    {
        try
        {
            return PromQlParser.Parse(text) is NumberLiteral number ? number.Value : 0;
        }
        catch (PromQlException)
        {
            return 0;
        }
    }
}
