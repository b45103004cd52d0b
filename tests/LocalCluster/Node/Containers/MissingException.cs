namespace Pdp.LocalCluster.Node.Containers;

/// <summary>Something a pod refers to is not there yet. The message names it as the kubelet does; it never holds a value.</summary>
internal sealed class MissingException(string message) : Exception(message);
