namespace Pdp.LocalCluster.Schema;

internal enum SchemaForm
{
    /// <summary>Anything; what is inside is typed by looking at it.</summary>
    Any,
    Text,
    Flag,
    Int32,
    Int64,
    Real,
    IntOrText,
    Quantity,

    /// <summary>RFC 3339, whole seconds.</summary>
    Time,

    /// <summary>RFC 3339 with six decimals.</summary>
    MicroTime,

    /// <summary>Base64 text.</summary>
    Bytes,
    Struct,
    Map,
    List,
}

/// <summary>How server-side apply merges a list.</summary>
internal enum ListMerge
{
    /// <summary>Replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars, each its own key.</summary>
    Set,

    /// <summary>Structures told apart by key fields.</summary>
    Map,
}
