namespace Pdp.LocalCluster.Typed;

/// <summary>A value is not of the type its field has.</summary>
internal sealed class DecodeException(string message) : Exception(message);
