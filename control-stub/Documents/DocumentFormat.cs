namespace Pdp.ControlStub.Documents;

/// <summary>How a body is written.</summary>
internal enum DocumentFormat
{
    /// <summary>One JSON object (RFC 8259).</summary>
    Json,

    /// <summary>Any number of YAML 1.2 documents.</summary>
    Yaml,
}
