using System.Diagnostics.Metrics;
using System.Text;

namespace Pdp.Daemon.Observability.Metrics;

/// <summary>
/// Names of instruments as Prometheus has them: letters, digits and underscores, with the unit and <c>_total</c> at the end.
/// </summary>
internal static class MetricNames
{
    /// <summary>The name of an instrument's family.</summary>
    public static string Of(Instrument instrument)
    {
        var name = Clean(instrument.Name);
        var unit = UnitOf(instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsCounter(instrument) && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Whether it only ever grows.</summary>
    public static bool IsCounter(Instrument instrument) =>
        Generic(instrument) is { } type && (type == typeof(Counter<>) || type == typeof(ObservableCounter<>));

    /// <summary>Whether it is a distribution.</summary>
    public static bool IsHistogram(Instrument instrument) => Generic(instrument) == typeof(Histogram<>);

    /// <summary>Whether measurements add up, rather than replace one another.</summary>
    public static bool IsDelta(Instrument instrument) =>
        Generic(instrument) is { } type && (type == typeof(Counter<>) || type == typeof(UpDownCounter<>));

    /// <summary>A name with everything else turned into underscores.</summary>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var c in name) clean.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (clean.Length == 0 || char.IsAsciiDigit(clean[0])) clean.Insert(0, '_');
        return clean.ToString();
    }

    // Units in braces are annotations (UCUM), such as {intent}.
    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "1" => "_ratio",
        _ => "",
    };

    private static Type? Generic(Instrument instrument)
    {
        for (var type = instrument.GetType(); type is not null; type = type.BaseType)
        {
            var open = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
            if (open is { Namespace: "System.Diagnostics.Metrics", IsAbstract: false }) return open;
        }
        return null;
    }
}
