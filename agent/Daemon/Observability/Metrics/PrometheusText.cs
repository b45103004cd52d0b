using System.Globalization;
using System.Text;

namespace Pdp.Daemon.Observability.Metrics;

/// <summary>The Prometheus text exposition format 0.0.4 (prometheus.io, "Exposition formats").</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    /// <summary>A family begins.</summary>
    public void Header(string name, string type, string help)
    {
        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        _text.Append("# HELP ").Append(name).Append(' ').Append(escaped)
            .Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>One value.</summary>
    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Labels as they stand between braces, ordered by name; empty when there are none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var pairs = tags.ToArray();
        Array.Sort(pairs, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return string.Join(',', pairs.Select(pair => Pair(pair.Key, Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? "")));
    }

    /// <summary>Labels with one more.</summary>
    public static string With(string labels, string name, string value) =>
        labels.Length == 0 ? Pair(name, value) : $"{labels},{Pair(name, value)}";

    /// <summary>A number as the format has it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Pair(string name, string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{MetricNames.Clean(name)}=\"{escaped}\"";
    }
}
