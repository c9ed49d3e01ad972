package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.Rarity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The linkage's functions as columns that Spark compiles into its generated code. */
public final class Generated {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Generated() {}

  static Column pattern(Column left, Column right) {
    return staticCall(AgreementPatterns.class, "compare", DataTypes.IntegerType, left, right);
  }

  static Column present(Column tokens) {
    return staticCall(Generated.class, "presence", DataTypes.IntegerType, tokens);
  }

  static Column token(Column tokens, int slot) {
    return staticCall(
        Generated.class,
        "tokenAt",
        DataTypes.LongType,
        tokens,
        org.apache.spark.sql.functions.lit(slot));
  }

  static Column keys(BlockKeys keys, Column tokens) {
    return call(keys, "of", DataTypes.createArrayType(DataTypes.LongType, false), tokens);
  }

  static Column adjustment(Rarity rarity, Column left, Column right, Column pattern) {
    return call(rarity, "adjustment", DataTypes.DoubleType, left, right, pattern);
  }

  static Column logOdds(FellegiSunter model, Column pattern) {
    return call(model, "logOdds", DataTypes.DoubleType, pattern);
  }

  /** One bit per slot that is not missing. Called from generated code. */
  public static int presence(byte[] tokens) {
    int bits = 0;
    for (int slot = 0; slot < LinkTokens.WIDTH / Long.BYTES; slot++) {
      if ((long) LONG.get(tokens, Long.BYTES * slot) != 0) {
        bits |= 1 << slot;
      }
    }
    return bits;
  }

  /** The token of a slot, by the slot's ordinal. Called from generated code. */
  public static long tokenAt(byte[] tokens, int slot) {
    return (long) LONG.get(tokens, Long.BYTES * slot);
  }

  private static Column staticCall(
      Class<?> owner, String method, DataType result, Column... arguments) {
    return ExpressionUtils.column(
        new StaticInvoke(
            owner,
            result,
            method,
            expressions(arguments),
            none(),
            true,
            false,
            true,
            Option.empty()));
  }

  private static Column call(Object owner, String method, DataType result, Column... arguments) {
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(owner, new ObjectType(owner.getClass())),
            method,
            result,
            expressions(arguments),
            none(),
            true,
            false,
            true));
  }

  private static Seq<AbstractDataType> none() {
    return CollectionConverters.asScala(java.util.List.<AbstractDataType>of()).toSeq();
  }

  private static Seq<Expression> expressions(Column... columns) {
    return CollectionConverters.asScala(
            Arrays.stream(columns).map(ExpressionUtils::expression).toList())
        .toSeq();
  }
}
