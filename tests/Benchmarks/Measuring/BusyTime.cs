using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Measuring;

/// <summary>Processor time of the three processes, which does not depend on what else the machine does.</summary>
internal sealed class BusyTime(Stage stage)
{
    private readonly (string Name, TimeSpan Before)[] _before = [.. Read(stage)];

    /// <summary>What each used since.</summary>
    public IEnumerable<Figure> Figures(string what) =>
        Read(stage).Zip(_before, (now, then) => new Figure($"{what}: processor time of the {now.Name}", (now.Used - then.Before).TotalSeconds, "s"));

    /// <summary>What the cluster alone used since; none where it is none of ours.</summary>
    public IEnumerable<Figure> OfCluster(string what) => Figures(what).Where(figure => figure.Name.EndsWith("cluster", StringComparison.Ordinal));

    private static IEnumerable<(string Name, TimeSpan Used)> Read(Stage stage)
    {
        yield return ("agent", stage.Agent.Process!.ProcessorTime);
        if (stage.EmbeddedCluster?.Process is { } cluster) yield return ("cluster", cluster.ProcessorTime);
        yield return ("control plane", stage.Control.Process!.ProcessorTime);
    }
}
