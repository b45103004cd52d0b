using System.Text.Json;
using Pdp.Benchmarks.Measuring;
using Spectre.Console;

namespace Pdp.Benchmarks.Reporting;

/// <summary>The figures, for people and for programs.</summary>
internal sealed record BenchmarkReport(DateTimeOffset MeasuredAt, string Configuration, Machine Machine, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What kept the figures from being better, where that is known.</summary>
    public string? LimitedBy { get; init; }

    public void Print(IAnsiConsole console)
    {
        var table = new Table().Title($"{Configuration}, {Machine.Processors} processors, {Machine.MemoryMiB} MiB, {Machine.System}, {Machine.Runtime}");
        table.AddColumn("measured");
        table.AddColumn(new TableColumn("figure").RightAligned());
        table.AddColumn("unit");
        foreach (var figure in Figures)
        {
            table.AddRow(Markup.Escape(figure.Name), $"{figure.Value:0.0}", figure.Unit);
        }

        console.Write(table);
        if (LimitedBy is not null)
        {
            console.WriteLine($"limited by {LimitedBy}");
        }
    }

    public async Task WriteAsync(string path, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, this, Indented, ct);
    }
}
