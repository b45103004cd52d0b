namespace Pdp.LocalCluster.Node.Processes;

/// <summary>A program to start: its words, its whole environment, and where it stands.</summary>
internal sealed record ProcessCommand(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory);
