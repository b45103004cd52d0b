namespace Pdp.Simulation.Engine;

/// <summary>The code is caught in a loop that neither ends nor awaits anything. Its thread cannot be had back.</summary>
internal sealed class SpinningException() : Exception("The code spins: it neither ends nor awaits anything.");
