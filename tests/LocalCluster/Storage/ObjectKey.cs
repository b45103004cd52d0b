namespace Pdp.LocalCluster.Storage;

/// <summary>What tells the objects of one resource apart; the namespace is empty for cluster-wide ones.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
