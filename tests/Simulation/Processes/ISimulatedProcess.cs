using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Processes;

/// <summary>One life of a simulated process.</summary>
internal interface ISimulatedProcess : IDisposable
{
    Lifeline Life { get; }

    ProcessClock Clock { get; }

    /// <summary>Starts it.</summary>
    Task StartAsync();

    /// <summary>Asks it to stop, as SIGTERM does, and gives it some time to; then it is killed.</summary>
    Task StopAsync(TimeSpan patience);

    /// <summary>Ends it without a word.</summary>
    void Kill(string how = "killed");
}
