using System.Globalization;
using System.Text;

namespace Pdp.Core.Analysis.Requests;

/// <summary>Reads what a pod tells of itself, in Prometheus' text format 0.0.4 or OpenMetrics 1.0. Lines of other metrics than those asked for cost nothing.</summary>
public static class MetricsText
{
    private const int MostLabels = 64;

    /// <summary>The samples of some metrics. A line that is none is passed over: pods are not the agent's to mend.</summary>
    /// <param name="text">What the pod answers.</param>
    /// <param name="names">Which metrics.</param>
    public static IReadOnlyList<MetricSample> Read(string text, IReadOnlySet<string> names)
    {
        var samples = new List<MetricSample>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (Sample(line, names) is { } sample)
                samples.Add(sample);
        }
        return samples;
    }

    private static MetricSample? Sample(ReadOnlySpan<char> line, IReadOnlySet<string> names)
    {
        var end = line.IndexOfAny('{', ' ', '\t');
        if (end <= 0 || line[0] == '#' || !names.Contains(line[..end].ToString()))
            return null;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = end;
        if (line[at] == '{' && (at = Labels(line, at + 1, labels)) < 0)
            return null;
        var value = line[at..].Trim();
        var stop = value.IndexOfAny(' ', '\t');
        return Number(stop < 0 ? value : value[..stop]) is { } number ? new MetricSample(line[..end].ToString(), labels, number) : null;
    }

    // Where the labels are over; -1 when they are not well formed.
    private static int Labels(ReadOnlySpan<char> line, int at, Dictionary<string, string> labels)
    {
        while (at < line.Length && labels.Count < MostLabels)
        {
            if (line[at] is ',' or ' ')
                at++;
            else if (line[at] == '}')
                return at + 1;
            else if (line[at..].IndexOf("=\"", StringComparison.Ordinal) is var name and > 0)
                at = Value(line, at + name + 2, line.Slice(at, name).Trim().ToString(), labels);
            else
                return -1;
        }
        return -1;
    }

    private static int Value(ReadOnlySpan<char> line, int at, string name, Dictionary<string, string> labels)
    {
        var value = new StringBuilder();
        for (; at < line.Length && line[at] != '"'; at++)
        {
            var isEscape = line[at] == '\\' && at + 1 < line.Length;
            value.Append(isEscape ? Escaped(line[++at]) : line[at]);
        }
        labels[name] = value.ToString();
        return at + 1;
    }

    private static char Escaped(char c) => c == 'n' ? '\n' : c;

    private static double? Number(ReadOnlySpan<char> text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
