namespace Pdp.LocalCluster.Controllers.StatefulSets;

/// <summary>One move; <paramref name="Updated"/> says of which revision a created pod is.</summary>
internal readonly record struct StatefulSetMove(StatefulSetMoveKind Kind, int Ordinal, bool Updated);

/// <summary>What to do with the pod of an ordinal.</summary>
internal enum StatefulSetMoveKind
{
    Create,

    /// <summary>Delete, to be made again: it ended, or is of an old revision.</summary>
    Replace,

    /// <summary>Delete, not to come back.</summary>
    ScaleAway,
}
