namespace Pdp.Protocol;

/// <summary>Why bytes are not a JSON document this side takes.</summary>
public enum JsonFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>Nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>Not UTF-8, or not JSON (RFC 8259).</summary>
    NotJson,

    /// <summary>JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>An object names a field twice, which two readers may read differently.</summary>
    DuplicateField,
}
