namespace Pdp.History.Events;

/// <summary>An event about one intent.</summary>
public interface IAboutIntent
{
    /// <summary>Id of the intent.</summary>
    string Intent { get; }
}

/// <summary>A write an agent made to the cluster; the actor is the agent.</summary>
public interface IAgentWrite : IAboutIntent
{
    /// <summary>The lease term in which the agent decided to write; 0 where it cannot be told, and then nothing is judged by it.</summary>
    long Term { get; }

    /// <summary>Whether the cluster is another than before.</summary>
    bool HasEffect { get; }
}
