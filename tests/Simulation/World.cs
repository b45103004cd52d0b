using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;
using Pdp.Simulation.Secrets;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation;

/// <summary>What all simulated processes share: time, chance, the cluster, the weather, and the book it is all written in.</summary>
internal sealed class World : IDisposable
{
    /// <summary>The plane all of it is about.</summary>
    public const string Plane = "plane-1";

    public World(ulong seed, params IReadOnlyCollection<Fault> prone)
    {
        Dice = new Dice(seed);
        Weather = new Weather(Dice.Fork("weather"), prone);
        Chronicle = new Chronicle(Timeline);
        Cluster = new SimulatedCluster(Timeline, Dice);
        Leases = new LeaseBook(this);
    }

    public Timeline Timeline { get; } = new();

    public Dice Dice { get; }

    public Weather Weather { get; }

    public Chronicle Chronicle { get; }

    public SimulatedCluster Cluster { get; }

    /// <summary>Who holds the lease in which term.</summary>
    public LeaseBook Leases { get; }

    /// <summary>The customer's secrets.</summary>
    public SimulatedVault Vault { get; } = new();

    /// <summary>What keeps the world itself from going on; null when nothing does.</summary>
    public Exception? Defect { get; set; }

    /// <summary>A new process, or a new life of one.</summary>
    public Lifeline NewLife(string name, int incarnation)
    {
        var life = new Lifeline($"{name}/{incarnation}");
        life.Died = where => Chronicle.Note(life.Name, new History.Events.ProcessKilled($"killed at {where}"));
        return life;
    }

    public void Dispose() => Chronicle.Dispose();
}
