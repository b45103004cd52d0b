namespace Pdp.Cutter.Plan;

/// <summary>What it happens to.</summary>
public enum FaultPlace
{
    /// <summary>The line between agents and control stub.</summary>
    ControlLine,

    /// <summary>The line between agents and API server.</summary>
    ClusterLine,

    /// <summary>The control stub.</summary>
    Stub,

    /// <summary>The agent that leads now.</summary>
    Leader,
}
