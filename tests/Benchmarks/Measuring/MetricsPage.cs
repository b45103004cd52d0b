using System.Globalization;

namespace Pdp.Benchmarks.Measuring;

/// <summary>What a process says of itself in the Prometheus text format.</summary>
internal sealed class MetricsPage
{
    private readonly Dictionary<string, double> _series;

    public MetricsPage(string text) => _series = text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => (At: line.LastIndexOf(' '), Line: line))
        .ToDictionary(sample => sample.Line[..sample.At], sample => double.Parse(sample.Line.AsSpan(sample.At + 1), CultureInfo.InvariantCulture));

    /// <summary>The value of a series; 0 where it was never measured.</summary>
    public double this[string series] => _series.GetValueOrDefault(series);

    /// <summary>All series of a family together.</summary>
    public double Sum(string family) => Of(family).Sum(series => series.Value);

    /// <summary>The series of a family that rose since, each with by how much.</summary>
    public IEnumerable<(string Series, double By)> Rose(string family, MetricsPage before) =>
        Of(family).Select(series => (series.Key, By: series.Value - before[series.Key])).Where(series => series.By > 0);

    private IEnumerable<KeyValuePair<string, double>> Of(string family) =>
        _series.Where(series => series.Key == family || series.Key.StartsWith(family + "{", StringComparison.Ordinal));
}
