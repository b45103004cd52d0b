namespace Pdp.LocalCluster.Node.Containers;

/// <summary>One run of a container.</summary>
internal interface IContainerRun
{
    /// <summary>The exit code, or 128 and the signal that ended it.</summary>
    Task<int> Exited { get; }

    /// <summary>The process that leads it; null where there is none.</summary>
    int? ProcessId { get; }

    /// <summary>Asks it to end.</summary>
    void Terminate();

    /// <summary>Ends it at once.</summary>
    void Kill();
}
