using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace NetApi.Tests.Architecture;

/// <summary>The metadata tokens in a method's body (ECMA-335, III.1).</summary>
internal static class Tokens
{
    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToFrozenDictionary(o => o.Value);

    public static IEnumerable<EntityHandle> In(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var opcode = body[at] == 0xFE ? OpCodesByValue[(short)(0xFE00 | body[at + 1])] : OpCodesByValue[body[at]];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)));
            at += LengthOf(opcode.OperandType, body.AsSpan(at));
        }
    }

    private static int LengthOf(OperandType operand, ReadOnlySpan<byte> at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(at)),
        _ => 4,
    };
}
