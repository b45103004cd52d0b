using Pdp.Protocol;

namespace Pdp.ControlStub.Documents;

/// <summary>What a request body may hold, whatever its format.</summary>
internal static class DocumentLimits
{
    /// <summary>Deepest nesting.</summary>
    public const int Depth = ProtocolLimits.Depth;

    /// <summary>Most documents in one body.</summary>
    public const int Documents = 500;

    /// <summary>Most values in one body, those that aliases stand for counted each time.</summary>
    public const int Nodes = 200_000;
}
